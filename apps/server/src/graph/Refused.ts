import { formatProblems, problemsOf } from "@recordop/core"
import { Data, type Schema } from "effect"

/** A request that fails before the port is asked. `code` is Graph's word for the status. */
export class Refused extends Data.TaggedError("Refused")<{
  readonly status: number
  readonly code: string
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}> {}

/** 400 with what is wrong. */
export const badRequest = (message: string): Refused => new Refused({ status: 400, code: "BadRequest", message })

/** 400 that names each thing that is wrong, what was found and what is allowed. `at` is where the value came from. */
export const invalid = ({ issue }: Schema.SchemaError, at?: string): Refused => {
  const problems = problemsOf(issue)
  const named = at === undefined
    ? problems
    : problems.map(({ message, path }) => ({ message, path: path === "" ? at : `${at}.${path}` }))
  return badRequest(formatProblems(named))
}

/** 400 of the calls service, whose codes are numbers. */
export const invalidArgument = (message: string): Refused => new Refused({ status: 400, code: "8523", message })

/** The same for a body that does not decode. */
export const invalidBody = (error: Schema.SchemaError): Refused => invalidArgument(invalid(error).message)

/** 400 for a path whose escapes stand for nothing. */
export const malformedPath = (segment: string): Refused =>
  badRequest(`The path cannot be read: '${segment}' has escapes that stand for no text in UTF-8 (RFC 3986, 2.1).`)

/** 404 for a path that leads to nothing; `segment` is the first one that is unknown. */
export const routeNotFound = (segment: string): Refused =>
  new Refused({ status: 404, code: "ResourceNotFound", message: `Resource not found for the segment '${segment}'.` })

/** The same for what is not of Graph's calls API. */
export const notServed = (segment: string): Refused =>
  new Refused({
    status: 404,
    code: "ResourceNotFound",
    message:
      `Resource not found for the segment '${segment}'. recordop serves the calls API of Graph; for other paths a ` +
      "seed can give responses."
  })

/** 405 with the methods that the path has. */
export const methodNotAllowed = (method: string, allow: string): Refused =>
  new Refused({
    status: 405,
    code: "MethodNotAllowed",
    message: `The method ${method} is not allowed here; allowed are ${allow}.`,
    headers: { Allow: allow }
  })
