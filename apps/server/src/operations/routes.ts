import type { RecordOperations, StatusCasing } from "@recordop/core"
import { Effect } from "effect"
import { Hono } from "hono"
import type { Handler, Respond } from "../Bridge.ts"
import { methodNotAllowed } from "../graph/Refused.ts"
import { makeHandlers } from "./handlers.ts"

/** The routes under `/{version}/communications/calls/{call-id}/operations`. */
export const operationRoutes = (respond: Respond<RecordOperations>, casing: StatusCasing) => {
  const handlers = makeHandlers(casing)
  return new Hono()
    .get("/", respond(handlers.list))
    .post("/", respond(handlers.create))
    .get("/:operation", respond(unlessCount(handlers.get, handlers.count)))
    .patch("/:operation", respond(unlessCount(handlers.update, countIsRead)))
    .delete("/:operation", respond(unlessCount(handlers.delete, countIsRead)))
}

/** `$count` is no route of its own: Hono's fastest router takes no fixed segment beside a parameter. */
const unlessCount =
  (handler: Handler<RecordOperations>, count: Handler<RecordOperations>): Handler<RecordOperations> => (request) =>
    request.params["operation"] === "$count" ? count(request) : handler(request)

const countIsRead: Handler<RecordOperations> = ({ method }) => Effect.fail(methodNotAllowed(method, "GET, HEAD"))
