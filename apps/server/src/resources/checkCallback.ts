import { Effect } from "effect"
import { invalidArgument, type Refused } from "../graph/Refused.ts"
import { callbackRefusal, isAllowedCallback } from "../webhooks/callbackHosts.ts"

/** Fails with 400 when notifications may not be sent there. */
export const checkCallback = (
  callbackUri: string | undefined,
  allowed: ReadonlyArray<string>
): Effect.Effect<void, Refused> =>
  callbackUri === undefined || isAllowedCallback(callbackUri, allowed)
    ? Effect.void
    : Effect.fail(invalidArgument(`callbackUri: ${callbackRefusal(callbackUri)}`))
