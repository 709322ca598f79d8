import type { HttpBindings } from "@hono/node-server"
import { Effect, Schema } from "effect"

/** The client has left before its body was there. */
export class BodyEnded extends Schema.TaggedError<BodyEnded>()("BodyEnded", {}) {}

/** Reads the body of a Node request. A `Request` would copy it, and take a tenth longer for the whole answer. */
export const readIncoming = (incoming: HttpBindings["incoming"]): Effect.Effect<Buffer, BodyEnded> =>
  Effect.callback((resume) => {
    const chunks: Array<Buffer> = []
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk))
    incoming.on("end", () => {
      const [first] = chunks
      resume(Effect.succeed(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks)))
    })
    const fail = () => resume(Effect.fail(new BodyEnded()))
    incoming.on("error", fail)
    incoming.on("close", () => {
      if (!incoming.readableEnded) fail()
    })
  })
