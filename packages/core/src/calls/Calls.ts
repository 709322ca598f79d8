import { Context, type Effect } from "effect"
import type { CallId } from "../Ids.ts"
import type { CallerScript, CallerStep } from "../recording/CallerScript.ts"
import type { VersionedOperation } from "../RecordOperations.ts"
import type { CancelMediaProcessingParameters, PlayPromptParameters, RecordResponseParameters } from "./actions.ts"
import type { Call, NewCall } from "./Call.ts"
import type { CallsError } from "./CallsError.ts"
import type { CancelMediaProcessingOperation, PlayPromptOperation } from "./mediaOperations.ts"

/** Who a bot is. Notifications are signed for it. */
export interface BotIdentity {
  readonly appId: string
  readonly tenantId: string
}

/** Where clients reach the emulator, as in `http://127.0.0.1:4080`: recordings are found below it. */
export const PublicOrigin = Context.Reference<string>("@recordop/core/calls/PublicOrigin", {
  defaultValue: () => "http://127.0.0.1:4080"
})

/** Who is asking, as far as the request tells. */
export const Asking = Context.Reference<Partial<BotIdentity>>("@recordop/core/calls/Asking", {
  defaultValue: () => ({})
})

/**
 * The port: calls of bots, and what happens in them. The emulator simulates them; HTTP reaches those of a server.
 *
 * A call that has ended is unknown, as in Graph. A call that a store has because of its operations, and that nobody
 * created, is established and has no callback. Every method can fail with `Unavailable`, and all but `create` with
 * `CallNotFound`.
 */
export class Calls extends Context.Service<Calls, {
  /** Creates a call, which is established one second later. */
  create(call: NewCall): Effect.Effect<Call, CallsError>

  get(callId: CallId): Effect.Effect<Call, CallsError>

  /** Hangs up for the bot: what plays, records or waits ends. */
  end(callId: CallId): Effect.Effect<void, CallsError>

  /**
   * Records the caller, behind what plays, records or waits already. Answers with the running operation. Fails with
   * `CallNotEstablished` or `InvalidMediaMode`.
   */
  recordResponse(callId: CallId, parameters: RecordResponseParameters): Effect.Effect<VersionedOperation, CallsError>

  /** Plays prompts, in the same queue. Fails as `recordResponse` does. */
  playPrompt(callId: CallId, parameters: PlayPromptParameters): Effect.Effect<PlayPromptOperation, CallsError>

  /** Cancels what plays, records and waits. Fails as `recordResponse` does. */
  cancelMediaProcessing(
    callId: CallId,
    parameters: CancelMediaProcessingParameters
  ): Effect.Effect<CancelMediaProcessingOperation, CallsError>

  /** Says what the caller does in every recording that begins to listen from now on. */
  setCallerScript(callId: CallId, script: CallerScript): Effect.Effect<void, CallsError>

  /**
   * Makes the caller do something now. To speak or to be silent takes the place of what is left of the script; before the
   * recording listens, it waits for that. Fails with `NothingToActOn`.
   */
  act(callId: CallId, step: CallerStep): Effect.Effect<void, CallsError>
}>()("@recordop/core/calls/Calls") {}
