import { Effect } from "effect"
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"

/** A request that the bot got. */
export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Names as they came, in their order. */
  readonly names: ReadonlyArray<string>
  readonly body: {
    readonly value: ReadonlyArray<{
      readonly changeType: string
      readonly resource: string
      readonly resourceUrl: string
      readonly resourceData: Readonly<Record<string, unknown>>
    }>
  }
}

/** What the bot answers to its so-many-th request, from 0 on. */
export type Answering = (response: ServerResponse, index: number, received: Received) => void

const accept: Answering = (response) => void response.writeHead(202).end()

/** A bot on this port, or one that is free, until the scope ends; it answers 202 unless told. */
export const startBot = (answering: Answering = accept, onPort = 0) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.callback<{ readonly port: number; readonly received: Array<Received>; readonly close: () => void }>(
        (resume) => {
          const received: Array<Received> = []
          const server = createServer((request, response) => {
            let text = ""
            request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk)).on("end", () => {
              const one = {
                path: request.url ?? "",
                headers: request.headers,
                names: request.rawHeaders.filter((_, index) => index % 2 === 0),
                body: JSON.parse(text)
              }
              received.push(one)
              answering(response, received.length - 1, one)
            })
          })
          server.listen(onPort, "127.0.0.1", () => {
            const address = server.address()
            const port = typeof address === "object" && address !== null ? address.port : 0
            const close = () => {
              server.closeAllConnections()
              server.close()
            }
            resume(Effect.succeed({ port, received, close }))
          })
        }
      ),
      ({ close }) => Effect.sync(close)
    ),
    ({ close, port, received }) => ({ callbackUri: `http://localhost:${port}/callback`, port, received, close })
  )

/** What the bot was told, as in `deleted recordOperation stopToneDetected`. */
export const told = (received: ReadonlyArray<Received>): ReadonlyArray<string> =>
  received.flatMap(({ body }) =>
    body.value.map(({ changeType, resourceData }) => {
      if (Array.isArray(resourceData)) return `${changeType} participants ${resourceData.length}`
      const { "@odata.type": type, completionReason, state, status } = resourceData
      return `${changeType} ${String(type).replace("#microsoft.graph.", "")} ${
        String(state ?? completionReason ?? status)
      }`
    })
  )

/** Whom bots call in tests. */
export const targets = [{ identity: { user: { id: "112f7296-5fa4-42ca-bae8-6a692b15d4b8", displayName: "Adele" } } }]
