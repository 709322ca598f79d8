import { parseETags, type Precondition } from "@recordop/core"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { fail, wrongUsage } from "./Failure.ts"

/** The flag that lets a change be made only to a certain version. */
export const precondition = {
  ifMatch: Flag.String("if-match").pipe(
    Flag.withMetavar("ETAG"),
    Flag.withDescription("Only if the operation has this entity tag, as in 'W/\"1\"'"),
    Flag.optional
  )
}

/** What the flag of `precondition` says. */
export const readPrecondition = (ifMatch: Option.Option<string>) => {
  if (Option.isNone(ifMatch)) return Effect.succeed<Precondition>({})
  const tags = parseETags(ifMatch.value)
  return tags === undefined
    ? fail(`--if-match: expected an entity tag such as W/"1", or *, got ${ifMatch.value}`, wrongUsage)
    : Effect.succeed<Precondition>({ ifMatch: tags })
}
