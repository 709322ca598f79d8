import { NodeHttpClient } from "@effect/platform-node"
import { type Layer } from "effect"
import type { HttpClient } from "effect/http"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- fetch adds headers of its own, and cannot choose addresses
import { lookup } from "node:dns"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- as above
import type { LookupFunction } from "node:net"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- as above
import { rootCertificates } from "node:tls"
import { isLoopbackName } from "../hosts.ts"

const loopback = [{ address: "127.0.0.1", family: 4 }, { address: "::1", family: 6 }]

/**
 * Loopback names lead to this machine whatever a name server says of them (RFC 6761, 6.3): what may be called is decided by
 * name, and what is connected to must be the same.
 */
const lookupOwn: LookupFunction = (hostname, options, callback) => {
  if (!isLoopbackName(hostname)) lookup(hostname, options, callback)
  else if (options.all === true) callback(null, loopback)
  else callback(null, options.family === 6 ? "::1" : "127.0.0.1", options.family === 6 ? 6 : 4)
}

/** The client that takes notifications to bots. `certificates` (PEM) are trusted besides those that Node trusts. */
export const layer = (certificates: string | undefined): Layer.Layer<HttpClient.HttpClient> =>
  NodeHttpClient.layerNodeHttpOptions({
    keepAlive: true,
    lookup: lookupOwn,
    ...(certificates === undefined ? {} : { ca: [...rootCertificates, certificates] })
  })
