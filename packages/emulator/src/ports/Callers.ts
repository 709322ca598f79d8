import type { CallId, CallNotFound, InvalidRequest, Unavailable } from "@recordop/core"
import type { Call, CallNotEstablished, Participant, ParticipantKey, ParticipantNotFound } from "@recordop/core/calls"
import { Context, type Effect, Schema } from "effect"
import type { CallerScript } from "../model/caller/CallerScript.ts"
import type { CallerAction } from "../model/caller/CallerStep.ts"
import type { IncomingCallRequest, Party } from "../protocol/incomingCalls.ts"
import type { ScriptReport } from "../protocol/script.ts"

/** What the caller is to do needs something that does not happen now. */
export class NothingToActOn extends Schema.TaggedError<NothingToActOn>()("NothingToActOn", {
  message: Schema.String
}) {}

/** Nobody would be told of a call: neither it nor the server says where bots listen. */
export class NoWebhook extends Schema.TaggedError<NoWebhook>()("NoWebhook", {}) {
  override get message(): string {
    return "Nobody would be told of the call: it has no callbackUri, and the server was started without --webhook."
  }
}

/** So many are in a call that nobody else fits in. */
export class CallIsFull extends Schema.TaggedError<CallIsFull>()("CallIsFull", {}) {
  override get message(): string {
    return "No more than 1000 can be in a call."
  }
}

type PersonError = CallNotFound | CallNotEstablished | InvalidRequest | Unavailable

/** The port: what simulated people do. */
export class Callers extends Context.Service<Callers, {
  /** Calls a bot; the call waits fifteen seconds for an answer. */
  callBot(call: IncomingCallRequest): Effect.Effect<Call, NoWebhook | InvalidRequest | Unavailable>

  /**
   * Says what the caller does: in every recording that begins to listen from now on, or in the call as a whole when the
   * script is of that.
   */
  setScript(
    callId: CallId,
    script: CallerScript
  ): Effect.Effect<void, CallNotFound | InvalidRequest | Unavailable>

  /** How far the caller has come in the script of a call, also of one that has ended, and what has happened in it. */
  script(callId: CallId): Effect.Effect<ScriptReport, CallNotFound | InvalidRequest | Unavailable>

  /**
   * Makes the caller do something now. To speak or to be silent takes the place of what is left of the script; before the
   * recording listens, it waits for that.
   */
  act(
    callId: CallId,
    action: CallerAction
  ): Effect.Effect<void, CallNotFound | NothingToActOn | InvalidRequest | Unavailable>

  /**
   * The caller says something as they say it: samples of 16 kHz, 16 bit, mono. It is heard after what they have said before, by a recording
   * that listens; what comes while none does is lost. Fails when more than ten seconds wait to be heard.
   */
  speak(
    callId: CallId,
    samples: Int16Array
  ): Effect.Effect<void, CallNotFound | NothingToActOn | InvalidRequest | Unavailable>

  /** Somebody comes into a call. */
  join(callId: CallId, who: Party): Effect.Effect<Participant, PersonError | CallIsFull>

  /** Somebody leaves a call, which ends when it was the bot or the last person. */
  leave(key: ParticipantKey): Effect.Effect<void, PersonError | ParticipantNotFound>

  /** Somebody mutes or unmutes themselves. */
  setMuted(key: ParticipantKey, isMuted: boolean): Effect.Effect<void, PersonError | ParticipantNotFound>
}>()("@recordop/emulator/ports/Callers") {}
