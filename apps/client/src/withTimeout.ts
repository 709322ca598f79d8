import { Effect } from "effect"
import { RequestFailed } from "./RequestFailed.ts"

/** Fails when an answer, or its body, does not come in so many milliseconds. */
export const withTimeout =
  (milliseconds: number) => <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E | RequestFailed, R> =>
    Effect.timeoutOrElse(effect, {
      duration: milliseconds,
      orElse: () =>
        Effect.fail(new RequestFailed({ code: "Timeout", message: `No answer came within ${milliseconds} ms.` }))
    })
