import { parseETags, type Precondition } from "@recordop/core"
import { Result } from "effect"
import { parsePreferences } from "./fields.ts"
import type { GraphRequest } from "./GraphRequest.ts"
import { badRequest, type Refused } from "./Refused.ts"

/**
 * The precondition that `If-Match` and `If-None-Match` state. A list of entity tags that cannot be read is refused.
 *
 * Source: RFC 9110, 13.1; OData 4.01 part 1, 8.2.4 and 8.2.5.
 */
export const preconditionOf = ({ header }: GraphRequest): Result.Result<Precondition | undefined, Refused> => {
  const ifMatch = header("if-match")
  const ifNoneMatch = header("if-none-match")
  if (ifMatch === undefined && ifNoneMatch === undefined) return none
  const condition: { -readonly [Name in keyof Precondition]: Precondition[Name] } = {}
  if (ifMatch !== undefined) {
    const tags = parseETags(ifMatch)
    if (tags === undefined) return malformed("If-Match", ifMatch)
    condition.ifMatch = tags
  }
  if (ifNoneMatch !== undefined) {
    const tags = parseETags(ifNoneMatch)
    if (tags === undefined) return malformed("If-None-Match", ifNoneMatch)
    condition.ifNoneMatch = tags
  }
  return Result.succeed(condition)
}

const none = Result.succeed(undefined)

const malformed = (name: string, value: string) =>
  Result.fail(badRequest(`${name}: Expected entity tags such as W/"1", or *, got ${JSON.stringify(value)}`))

/**
 * What the client would like to get back for a change, when it says.
 *
 * Source: RFC 7240, 4.2; OData 4.01 part 1, 8.2.8.7.
 */
export const preferredReturn = ({ header }: GraphRequest): string | undefined => {
  const prefer = header("prefer")
  const preferred = prefer === undefined ? undefined : parsePreferences(prefer).get("return")?.toLowerCase()
  return preferred === "minimal" || preferred === "representation" ? preferred : undefined
}
