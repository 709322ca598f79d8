import { Effect } from "effect"
import { createServer } from "node:http"

/** What the bot of a call was told of its recordings: their ids, in order and without those told again. */
export interface Told {
  readonly uri: string
  readonly ended: (callId: string) => ReadonlyArray<string>
  readonly reasons: (operationId: string) => ReadonlyArray<string>
}

const put = (sets: Map<string, Set<string>>, key: string, value: string) =>
  sets.set(key, (sets.get(key) ?? new Set()).add(value))

/** A bot that remembers which recordings it was told had ended, and why. */
export const bot = Effect.map(
  Effect.acquireRelease(
    Effect.callback<Told & { readonly close: () => void }>((resume) => {
      const ended = new Map<string, Set<string>>()
      const reasons = new Map<string, Set<string>>()
      const server = createServer((request, response) => {
        let text = ""
        request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk)).on("end", () => {
          for (const { changeType, resource, resourceData } of JSON.parse(text).value) {
            if (changeType !== "deleted" || resourceData.completionReason === undefined) continue
            put(ended, /calls\/(?<id>[^/]+)/u.exec(resource)?.groups?.["id"] ?? "", resourceData.id)
            put(reasons, resourceData.id, resourceData.completionReason)
          }
          response.writeHead(200).end()
        })
      })
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        const port = typeof address === "object" && address !== null ? address.port : 0
        resume(Effect.succeed({
          uri: `http://localhost:${port}/callback`,
          ended: (callId) => Array.from(ended.get(callId) ?? []),
          reasons: (operationId) => Array.from(reasons.get(operationId) ?? []),
          close: () => {
            server.closeAllConnections()
            server.close()
          }
        }))
      })
    }),
    ({ close }) => Effect.sync(close)
  ),
  ({ ended, reasons, uri }): Told => ({ uri, ended, reasons })
)
