import type { RecordOperations, StatusCasing } from "@recordop/core"
import { Effect } from "effect"
import { Hono } from "hono"
import type { Respond } from "../Bridge.ts"
import { methodNotAllowed } from "../graph/Refused.ts"
import { makeHandlers } from "./handlers.ts"

/** The routes under `/{version}/communications/calls/{call-id}/operations`. */
export const operationRoutes = (respond: Respond<RecordOperations>, casing: StatusCasing) => {
  const handlers = makeHandlers(casing)
  const only = (allow: string) => respond(({ method }) => Effect.fail(methodNotAllowed(method, allow)))
  return new Hono()
    .get("/", respond(handlers.list))
    .post("/", respond(handlers.create))
    .all("/", only("GET, HEAD, POST"))
    .get("/$count", respond(handlers.count))
    .all("/$count", only("GET, HEAD"))
    .patch("/:operation", respond(handlers.update))
    .get("/:operation", respond(handlers.get))
    .delete("/:operation", respond(handlers.delete))
    .all("/:operation", only("GET, HEAD, PATCH, DELETE"))
}
