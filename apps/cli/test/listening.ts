import { Effect } from "effect"
import { createServer } from "node:http"

/** What a server is sent. */
interface Received {
  readonly path: string
  readonly text: string
}

/** A server that takes everything, until the scope ends or it is closed. */
export const listening = (take: (received: Received) => void) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly url: string; readonly close: () => void }>((resume) => {
      const server = createServer((request, response) => {
        let text = ""
        request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk)).on("end", () => {
          take({ path: request.url ?? "", text })
          response.writeHead(200, { "Content-Type": "application/json" }).end("{}")
        })
      })
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        const port = typeof address === "object" && address !== null ? address.port : 0
        const close = () => {
          server.closeAllConnections()
          server.close()
        }
        resume(Effect.succeed({ url: `http://localhost:${port}`, close }))
      })
    }),
    ({ close }) => Effect.sync(close)
  )
