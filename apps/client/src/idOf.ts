import { decodeOptions, formatProblems, problemsOf } from "@recordop/core"
import { Result, Schema } from "effect"
import { toClientError } from "./ClientError.ts"
import { RequestFailed } from "./RequestFailed.ts"

/** The value that a text, or a body, stands for. Throws a `BadRequestError` that says why when it is none. */
export const parsed = <A, I>(schema: Schema.Codec<A, I>, text: I, what: string): A => {
  const decoded = Schema.decodeResult(schema, { ...decodeOptions, onExcessProperty: "error" })(text)
  if (Result.isSuccess(decoded)) return decoded.success
  const problems = formatProblems(problemsOf(decoded.failure.issue))
  const message = `Not ${what}: ${JSON.stringify(text)}. ${problems}`
  throw toClientError(new RequestFailed({ status: 400, code: "BadRequest", message }))
}

/** The id that a text stands for. Throws a `BadRequestError` when it is none. */
export const idOf = <A>(schema: Schema.Codec<A, string>, text: string): A => parsed(schema, text, "an id")
