import type { Calls } from "@recordop/core/calls"
import { Hono } from "hono"
import type { Respond } from "../Bridge.ts"
import type { makeCallHandlers } from "./handlers.ts"

/** The routes under `/{version}/communications/calls`, but for those of operations. */
export const callRoutes = (respond: Respond<Calls>, handlers: ReturnType<typeof makeCallHandlers>) =>
  new Hono()
    .post("/", respond(handlers.create))
    .get("/:call", respond(handlers.get))
    .delete("/:call", respond(handlers.end))
    .post("/:call/recordResponse", respond(handlers.recordResponse))
    .post("/:call/playPrompt", respond(handlers.playPrompt))
    .post("/:call/cancelMediaProcessing", respond(handlers.cancelMediaProcessing))
