import autocannon from "autocannon"
import { body, path } from "./payload.ts"

/** What is asked of a server at 32 connections, and for how many seconds. */
export interface Load {
  readonly port: number
  readonly duration: number
  readonly path?: string
  readonly requests?: ReadonlyArray<{ readonly body: object; readonly token?: string }>
}

/** The body of the source page, in two forms, so that every request changes the operation. */
const changes = [{ body: { ...body, status: "Running" } }, { body }]

/** PATCH requests per second at 32 connections. */
export const load = async (
  { duration, path: asked = path, port, requests: sent = changes }: Load
): Promise<number> => {
  const { non2xx, requests } = await autocannon({
    url: `http://127.0.0.1:${port}${asked}`,
    connections: 32,
    duration,
    requests: sent.map(({ body, token }) => ({
      method: "PATCH",
      body: JSON.stringify(body),
      headers: {
        "Content-Type": "application/json",
        ...(token === undefined ? {} : { Authorization: `Bearer ${token}` })
      }
    }))
  })
  if (non2xx > 0) throw new Error(`${non2xx} requests to port ${port} failed`)
  return requests.average
}
