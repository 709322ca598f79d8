import { Schema } from "effect"

/**
 * What the server answers to a request of Graph that it does not serve: to this method and this path, which begins with a
 * slash and may have the version of Graph in front.
 */
export const CannedResponse = Schema.Struct({
  method: Schema.Literals(["GET", "POST", "PUT", "PATCH", "DELETE"]),
  path: Schema.String.check(Schema.isPattern(/^\/[^?#]*$/u, { expected: "a path such as /users/1/calendar/events" })),
  status: Schema.Int.check(
    Schema.isBetween({ minimum: 200, maximum: 599 }, { expected: "a status from 200 to 599" })
  ),
  body: Schema.optionalKey(Schema.Json)
}).annotate({ identifier: "CannedResponse", description: "What the server answers where it serves nothing." })
export type CannedResponse = typeof CannedResponse.Type
