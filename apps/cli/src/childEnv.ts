import { type Cloud, namesOf } from "@recordop/server/identity/clouds"
import { Config, Effect, FileSystem, Option, Path } from "effect"
import { rootCertificates } from "node:tls"
import { pathToFileURL } from "node:url"

/** Where a program finds the emulator in the place of Microsoft. */
export interface Place {
  /** The server's http, which is the proxy. */
  readonly url: string
  /** The server's https. */
  readonly secureUrl: string
  /** The certificate of the authority that signed for it. */
  readonly caFile: string
}

/** Where a program finds a server that is there already, by its http and the port of its https. */
export const placeOf = (url: string, tlsPort: number, caFile: string): Place => ({
  url,
  secureUrl: `https://${new URL(url).hostname}:${tlsPort}`,
  caFile
})

const hook = ({ hostname, port }: URL, names: ReadonlyArray<string>): string =>
  `import net from "node:net"
const names = new Set(${JSON.stringify(names)})
const { connect } = net.Socket.prototype
net.Socket.prototype.connect = function(...args) {
  const [first] = Array.isArray(args[0]) ? args[0] : args
  if (first !== null && typeof first === "object" && names.has(first.host) && Number(first.port) === 443) {
    Object.assign(first, { servername: first.servername || first.host, host: ${
    JSON.stringify(hostname.replace(/^\[|\]$/g, ""))
  }, port: ${port}, lookup: undefined })
  }
  return connect.apply(this, args)
}
`

/**
 * What a program's environment has to have so that it sees the emulator in the place of Microsoft, whatever it is written in. Node is
 * led there by a hook, and everything else by a proxy.
 */
export const childEnv = Effect.fnUntraced(function*(place: Place, cloud: Cloud, folder: string) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const hookFile = path.join(folder, "hook.mjs")
  const bundleFile = path.join(folder, "certificates.pem")
  yield* files.writeFileString(hookFile, hook(new URL(place.secureUrl), namesOf(cloud)))
  const own = yield* files.readFileString(place.caFile)
  yield* files.writeFileString(bundleFile, [...rootCertificates, own].join("\n"))
  const options = Option.toArray(yield* Effect.orDie(Config.option(Config.String("NODE_OPTIONS"))))
  const env: Readonly<Record<string, string>> = {
    HTTPS_PROXY: place.url,
    https_proxy: place.url,
    NO_PROXY: "localhost,127.0.0.1,::1",
    no_proxy: "localhost,127.0.0.1,::1",
    NODE_EXTRA_CA_CERTS: place.caFile,
    NODE_OPTIONS: [...options, `--import=${pathToFileURL(hookFile).href}`].join(" "),
    SSL_CERT_FILE: bundleFile,
    REQUESTS_CA_BUNDLE: bundleFile,
    CURL_CA_BUNDLE: bundleFile,
    RECORDOP_URL: place.url
  }
  return env
})
