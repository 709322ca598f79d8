import { type Cloud, namesOf } from "@recordop/server/identity/clouds"
import { Effect, FileSystem, Option, Path } from "effect"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- a name by what is in a file
import { createHash } from "node:crypto"
import { rootCertificates } from "node:tls"
import { pathToFileURL } from "node:url"
import { readVariable } from "./caFiles.ts"

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

/** Leads connections of Node to the names of a cloud to the server; when offline, refuses all others that leave this machine. */
const hook = (place: Place, names: ReadonlyArray<string>, offline: boolean): string => {
  const { hostname, port } = new URL(place.secureUrl)
  const own = [hostname, new URL(place.url).hostname].map((host) => host.replace(/^\[|\]$/g, ""))
  return hookOf(JSON.stringify(own), Number(port) || 443, JSON.stringify(names), offline)
}

const hookOf = (own: string, port: number, names: string, offline: boolean): string =>
  `import net from "node:net"
const names = new Set(${names})
const own = ${own}
const isLocal = (host = "localhost") => own.includes(host) || /^(?:localhost|.*\\.localhost|127(?:\\.\\d+){3}|::1)$/.test(host)
const { connect } = net.Socket.prototype
net.Socket.prototype.connect = function(...args) {
  if (typeof args[0] === "number") args = [{ port: args[0], host: typeof args[1] === "string" ? args[1] : undefined }, args.findLast((arg) => typeof arg === "function")]
  const [first] = Array.isArray(args[0]) ? args[0] : args
  if (first !== null && typeof first === "object" && first.port !== undefined && !first.path) {
    if (names.has(first.host) && Number(first.port) === 443) {
      const place = { host: own[0], port: ${port}, lookup: undefined }
      Object.assign(first, { servername: first.servername || first.host }, place)
    } else if (${offline} && !isLocal(first.host)) {
      const message = first.host + ":" + first.port + " is refused: offline."
      process.stderr.write("recordop: " + message + "\\n")
      process.nextTick(() => this.destroy(Object.assign(new Error(message), { code: "ECONNREFUSED" })))
      return this
    }
  }
  return connect.apply(this, args)
}
`

/** Hosts that are not reached by way of the proxy: this machine, and those that the user has named, but for the names of a cloud. */
const noProxy = Effect.fnUntraced(function*(names: ReadonlyArray<string>) {
  const given = Option.firstSomeOf([yield* readVariable("NO_PROXY"), yield* readVariable("no_proxy")])
  const isOfCloud = (host: string) => {
    const suffix = host.toLowerCase().replace(/:\d+$/, "").replace(/\.$/, "").replace(/^\*?\.?/, "")
    return names.some((name) => `.${name}`.endsWith(`.${suffix}`))
  }
  const hosts = Option.getOrElse(given, () => "").split(/[\s,]+/)
    .filter((host) => host !== "" && host !== "*" && !isOfCloud(host))
  return Array.from(new Set(["localhost", "127.0.0.1", "::1", ...hosts])).join(",")
})

const certificate = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

/** The certificates that the user has told Node to trust besides, as far as they can be read: Node takes no notice of others either. */
const ownCertificates = Effect.gen(function*() {
  const files = yield* FileSystem.FileSystem
  const file = yield* readVariable("NODE_EXTRA_CA_CERTS")
  const text = Option.isNone(file) ? "" : yield* Effect.orElseSucceed(files.readFileString(file.value), () => "")
  return text.match(certificate) ?? []
})

/**
 * What a program's environment has to have so that it sees the emulator in the place of Microsoft, whatever it is written in. Node is
 * led there by a hook, and everything else by a proxy.
 */
export const childEnv = Effect.fnUntraced(function*(place: Place, cloud: Cloud, folder: string, offline = false) {
  const files = yield* FileSystem.FileSystem
  const path = yield* Path.Path
  const hookFile = path.join(folder, "hook.mjs")
  yield* files.writeFileString(hookFile, hook(place, namesOf(cloud), offline))
  const own = (yield* files.readFileString(place.caFile)).match(certificate) ?? []
  // What this has said before is not to be there twice.
  const extra = Array.from(new Set([...own, ...(yield* ownCertificates)]))
  // Shells with other certificates of their own can share the folder.
  const name = createHash("sha256").update(extra.join()).digest("hex").slice(0, 8)
  const extraFile = path.join(folder, `extra-${name}.pem`)
  const bundleFile = path.join(folder, `certificates-${name}.pem`)
  yield* files.writeFileString(extraFile, `${extra.join("\n")}\n`)
  yield* files.writeFileString(bundleFile, `${[...rootCertificates, ...extra].join("\n")}\n`)
  const options = Option.getOrElse(yield* readVariable("NODE_OPTIONS"), () => "")
  const hookOption = `--import=${pathToFileURL(hookFile).href}`
  const direct = yield* noProxy(namesOf(cloud))
  const env: Readonly<Record<string, string>> = {
    HTTPS_PROXY: place.url,
    https_proxy: place.url,
    NO_PROXY: direct,
    no_proxy: direct,
    NODE_EXTRA_CA_CERTS: extraFile,
    NODE_OPTIONS: options.includes(hookOption) ? options : `${options} ${hookOption}`.trim(),
    SSL_CERT_FILE: bundleFile,
    REQUESTS_CA_BUNDLE: bundleFile,
    CURL_CA_BUNDLE: bundleFile,
    RECORDOP_URL: place.url
  }
  return env
})
