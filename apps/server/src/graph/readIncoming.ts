import type { HttpBindings } from "@hono/node-server"
import { Effect } from "effect"
import { badRequest, type Refused } from "./Refused.ts"

/** The client has left before its body was there. */
export const endedEarly = badRequest("The body ended early.")

/** Reads the body of a Node request. A `Request` would copy it, and take a tenth longer for the whole answer. */
export const readIncoming = (incoming: HttpBindings["incoming"]): Effect.Effect<Uint8Array, Refused> =>
  Effect.callback((resume) => {
    const chunks: Array<Buffer> = []
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
    incoming.on("end", () => {
      const [first] = chunks
      resume(Effect.succeed(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks)))
    })
    const fail = () => resume(Effect.fail(endedEarly))
    incoming.on("error", fail)
    incoming.on("close", () => {
      if (!incoming.readableEnded) fail()
    })
  })
