import { Context, type Effect } from "effect"
import type { CallId } from "../Ids.ts"
import type { CallNotFound, InvalidRequest, Unavailable } from "../RecordOperationErrors.ts"
import type { GroupNotFound } from "./CallErrors.ts"
import type { StandingCallError } from "./Calls.ts"
import type { AudioRoutingGroup, AudioRoutingGroupUpdate } from "./participantActions.ts"

/** A group of a call. */
export interface GroupKey {
  readonly callId: CallId
  readonly groupId: string
}

/** The port: who hears whom in a call, as the bot says. It is kept, and nothing of it is simulated. */
export class AudioRoutingGroups extends Context.Service<AudioRoutingGroups, {
  list(callId: CallId): Effect.Effect<ReadonlyArray<AudioRoutingGroup>, CallNotFound | InvalidRequest | Unavailable>
  get(key: GroupKey): Effect.Effect<AudioRoutingGroup, CallNotFound | GroupNotFound | InvalidRequest | Unavailable>
  create(callId: CallId, group: AudioRoutingGroup): Effect.Effect<AudioRoutingGroup, StandingCallError>
  /** Changes what is given. */
  update(
    key: GroupKey,
    change: AudioRoutingGroupUpdate
  ): Effect.Effect<AudioRoutingGroup, StandingCallError | GroupNotFound>
  delete(key: GroupKey): Effect.Effect<void, StandingCallError | GroupNotFound>
}>()("@recordop/core/calls/AudioRoutingGroups") {}
