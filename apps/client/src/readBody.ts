import { Effect, Schema } from "effect"
import type { HttpClientResponse } from "effect/http"
import { invalidResponse } from "./requests.ts"
import { withTimeout } from "./withTimeout.ts"

/** Reads the JSON of an answer with a schema, in so many milliseconds. */
export const makeReadBody = (timeout: number) => {
  const inTime = withTimeout(timeout)
  return <A>(schema: Schema.Decoder<A>) => {
    const decode = Schema.decodeUnknownEffect(schema)
    return (response: HttpClientResponse.HttpClientResponse) =>
      inTime(Effect.flatMap(response.json, decode).pipe(Effect.mapError(invalidResponse)))
  }
}
