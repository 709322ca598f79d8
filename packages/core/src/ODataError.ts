import { Schema } from "effect"

/**
 * The body of every error of Graph. `innerError` says when (UTC, to the second, without a zone) and for which request;
 * both ids equal the headers of the same name.
 *
 * Source: Graph, "Microsoft Graph error responses and resource types".
 */
export const ODataError = Schema.Struct({
  error: Schema.Struct({
    code: Schema.String,
    message: Schema.String,
    innerError: Schema.optionalKey(Schema.Struct({
      date: Schema.optionalKey(Schema.String),
      "request-id": Schema.optionalKey(Schema.String),
      "client-request-id": Schema.optionalKey(Schema.String)
    }))
  })
}).annotate({
  identifier: "ODataError",
  description: "The body of every error of Graph.",
  examples: [{ error: { code: "NotFound", message: "Operation not found." } }]
})
export type ODataError = typeof ODataError.Type
