import { Console, Effect } from "effect"
import { Command } from "effect/cli"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- Effect reads no certificates
import { X509Certificate } from "node:crypto"
import { caFile, readAuthority } from "../caFiles.ts"
import { reportFailure } from "../Failure.ts"
import { readTlsHosts } from "../hostList.ts"
import { singleQuoted } from "../singleQuoted.ts"
import { formatColumns } from "../table.ts"
import { tlsHosts } from "../tlsFlags.ts"

/** A word of a shell; quotes where it needs them. */
const quote = (word: string): string => /^[\w@%+=:,./-]+$/.test(word) ? word : singleQuoted(word)

/** `recordop ca`. */
export const ca = Command.make(
  "ca",
  { tlsHosts },
  Effect.fn(function*({ tlsHosts }) {
    const hosts = yield* readTlsHosts(tlsHosts)
    const { certificate } = yield* readAuthority(hosts)
    const file = yield* caFile(hosts)
    const quoted = quote(file)
    const { fingerprint256, validTo } = new X509Certificate(certificate)
    yield* Console.log(formatColumns([
      ["certificate", file],
      ["fingerprint", fingerprint256],
      ["valid to", validTo],
      ["Node", `NODE_EXTRA_CA_CERTS=${quoted}`],
      ["curl", `curl --cacert ${quoted}`],
      ["Python", `REQUESTS_CA_BUNDLE=${quoted} SSL_CERT_FILE=${quoted}`],
      ["Debian", `cp ${quoted} /usr/local/share/ca-certificates/recordop.crt && update-ca-certificates`],
      ["macOS", `security add-trusted-cert -k ~/Library/Keychains/login.keychain-db ${quoted}`],
      ["Windows", `certutil -user -addstore Root "${file}"`],
      ["Firefox", `certutil -d sql:PROFILE -A -t C,, -n recordop -i ${quoted}`]
    ]))
  }, reportFailure)
).pipe(
  Command.withDescription("Print where the certificate authority of this machine is, and how to trust it"),
  Command.withExamples([{ command: "recordop ca", description: "It is made when there is none" }])
)
