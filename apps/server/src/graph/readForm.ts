import { Effect } from "effect"
import type { GraphRequest } from "./GraphRequest.ts"
import type { Refused } from "./Refused.ts"

/** Reads a body of `application/x-www-form-urlencoded`; of a name that is there twice the first counts. */
export const readForm = ({ body }: GraphRequest): Effect.Effect<URLSearchParams, Refused> =>
  Effect.map(body.bytes, (bytes) => new URLSearchParams(new TextDecoder().decode(bytes)))
