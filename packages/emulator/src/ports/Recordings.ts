import { Context, type Effect } from "effect"
import type { CallsError } from "../calls/CallsError.ts"
import type { OperationKey } from "../Ids.ts"
import type { Sound } from "./Sound.ts"

/** The port: recordings that have completed. */
export class Recordings extends Context.Service<Recordings, {
  /**
   * What was recorded. Fails with `RecordingNotFound`, also some time after the call has ended, with `RecordingForbidden`
   * for another token than the operation's, or with `Unavailable`.
   */
  find(key: OperationKey, accessToken: string | undefined): Effect.Effect<Sound, CallsError>
}>()("@recordop/core/recording/Recordings") {}
