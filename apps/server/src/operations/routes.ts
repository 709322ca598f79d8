import type { RecordOperations, StatusCasing } from "@recordop/core"
import { Hono } from "hono"
import type { Handler, Respond } from "../Bridge.ts"
import { makeHandlers } from "./handlers.ts"

/** The routes under `/{version}/communications/calls/{call-id}/operations`. */
export const operationRoutes = (respond: Respond<RecordOperations>, casing: StatusCasing) => {
  const handlers = makeHandlers(casing)
  // Not a route of its own: Hono's fastest router takes no fixed segment beside a parameter.
  const getOrCount: Handler<RecordOperations> = (request) =>
    request.params["operation"] === "$count" ? handlers.count(request) : handlers.get(request)
  return new Hono()
    .get("/", respond(handlers.list))
    .post("/", respond(handlers.create))
    .get("/:operation", respond(getOrCount))
    .patch("/:operation", respond(handlers.update))
    .delete("/:operation", respond(handlers.delete))
}
