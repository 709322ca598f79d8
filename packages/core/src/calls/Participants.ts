import { Context, type Effect } from "effect"
import type { CallId } from "../Ids.ts"
import type { CallNotFound, InvalidRequest, Unavailable } from "../RecordOperationErrors.ts"
import type { ContextParameters } from "./actions.ts"
import type { CallNotGroup, ParticipantNotFound } from "./CallErrors.ts"
import type { CompletedOperation, InviteParticipantsOperation } from "./CallOperation.ts"
import type { StandingCallError } from "./Calls.ts"
import type { Participant } from "./Participant.ts"
import type { HoldMusicParameters, InviteParameters } from "./participantActions.ts"

/** Somebody in a call. */
export interface ParticipantKey {
  readonly callId: CallId
  readonly participantId: string
}

/**
 * The port: who is in a call, as Graph has it. The bot itself is among them, with the id that is `myParticipantId` of the
 * call.
 */
export class Participants extends Context.Service<Participants, {
  /** Everybody in the call; nobody before it is established, or when nobody created it. */
  list(callId: CallId): Effect.Effect<ReadonlyArray<Participant>, CallNotFound | InvalidRequest | Unavailable>

  get(
    key: ParticipantKey
  ): Effect.Effect<Participant, CallNotFound | ParticipantNotFound | InvalidRequest | Unavailable>

  /** Brings people into a group call, where they are a second later. Calls that they replace end. */
  invite(
    callId: CallId,
    parameters: InviteParameters
  ): Effect.Effect<InviteParticipantsOperation, StandingCallError | CallNotGroup>

  /** Removes somebody. The call ends when it was the bot, or the last person. */
  remove(key: ParticipantKey): Effect.Effect<void, StandingCallError | ParticipantNotFound>

  /** Somebody is not heard. */
  mute(
    key: ParticipantKey,
    parameters: ContextParameters
  ): Effect.Effect<CompletedOperation, StandingCallError | ParticipantNotFound>

  /** Plays music to somebody on hold; nobody hears it. */
  startHoldMusic(
    key: ParticipantKey,
    parameters: HoldMusicParameters
  ): Effect.Effect<CompletedOperation, StandingCallError | ParticipantNotFound>

  stopHoldMusic(
    key: ParticipantKey,
    parameters: HoldMusicParameters
  ): Effect.Effect<CompletedOperation, StandingCallError | ParticipantNotFound>
}>()("@recordop/core/calls/Participants") {}
