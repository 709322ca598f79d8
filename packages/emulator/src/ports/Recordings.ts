import type { OperationKey, Unavailable } from "@recordop/core"
import { Context, type Effect, Schema } from "effect"
import type { Sound } from "../model/recording/Sound.ts"

/** There is no such recording, or not any more. */
export class RecordingNotFound extends Schema.TaggedError<RecordingNotFound>()("RecordingNotFound", {
  message: Schema.String
}) {}

/** The access token of the recording is missing or wrong. */
export class RecordingForbidden extends Schema.TaggedError<RecordingForbidden>()("RecordingForbidden", {
  message: Schema.String
}) {}

/** The port: recordings that have completed. */
export class Recordings extends Context.Service<Recordings, {
  /**
   * What was recorded. Fails with `RecordingNotFound`, also some time after the call has ended, and with
   * `RecordingForbidden` for another token than the operation's.
   */
  find(
    key: OperationKey,
    accessToken: string | undefined
  ): Effect.Effect<Sound, RecordingNotFound | RecordingForbidden | Unavailable>
}>()("@recordop/emulator/ports/Recordings") {}
