import type { CallId, CallNotFound, InvalidRequest, Unavailable } from "@recordop/core"
import type { Call } from "@recordop/core/calls"
import { Context, type Effect, Schema } from "effect"
import type { CallerScript, CallerStep } from "../model/caller/CallerScript.ts"
import type { IncomingCallRequest } from "../protocol/incomingCalls.ts"

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

/** The port: what simulated callers do. */
export class Callers extends Context.Service<Callers, {
  /** Calls a bot; the call waits fifteen seconds for an answer. */
  callBot(call: IncomingCallRequest): Effect.Effect<Call, NoWebhook | InvalidRequest | Unavailable>

  /** Says what the caller does in every recording that begins to listen from now on. */
  setScript(
    callId: CallId,
    script: CallerScript
  ): Effect.Effect<void, CallNotFound | InvalidRequest | Unavailable>

  /**
   * Makes the caller do something now. To speak or to be silent takes the place of what is left of the script; before the
   * recording listens, it waits for that.
   */
  act(
    callId: CallId,
    step: CallerStep
  ): Effect.Effect<void, CallNotFound | NothingToActOn | InvalidRequest | Unavailable>
}>()("@recordop/emulator/ports/Callers") {}
