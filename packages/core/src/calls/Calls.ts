import { Context, type Effect } from "effect"
import type { CallId, OperationKey } from "../Ids.ts"
import type { CallNotFound, InvalidRequest, OperationNotFound, Unavailable } from "../RecordOperationErrors.ts"
import type { VersionedOperation } from "../RecordOperations.ts"
import type {
  CancelMediaProcessingParameters,
  ContextParameters,
  PlayPromptParameters,
  RecordResponseParameters,
  SendDtmfTonesParameters,
  UpdateRecordingStatusParameters
} from "./actions.ts"
import type { Call, NewCall } from "./Call.ts"
import type { CallNotEstablished, CallNotIncoming, InvalidMediaMode } from "./CallErrors.ts"
import type {
  CancelMediaProcessingOperation,
  CompletedOperation,
  PlayPromptOperation,
  SendDtmfTonesOperation,
  VersionedCallOperation
} from "./CallOperation.ts"
import type { AnswerParameters, RedirectParameters, RejectParameters } from "./incoming.ts"
import type { ScreenSharingRoleParameters, TransferParameters } from "./participantActions.ts"

/** Who a bot is: the client id and tenant of its registration. Notifications are signed for it. */
export interface BotIdentity {
  readonly appId: string
  readonly tenantId: string
}

/** Why an action of a call is refused. */
export type ActionError = CallNotFound | CallNotEstablished | InvalidMediaMode | InvalidRequest | Unavailable

/** Calls, as many as a page has; `nextCursor` leads to the next page. */
export interface CallPage {
  readonly items: ReadonlyArray<Call>
  readonly nextCursor?: string
}

/** Why what concerns a call that stands is refused. */
export type StandingCallError = CallNotFound | CallNotEstablished | InvalidRequest | Unavailable

/** Why an incoming call cannot be answered or rejected. */
export type AnswerError = CallNotFound | CallNotIncoming | InvalidRequest | Unavailable

/**
 * The port: calls of bots as Graph has them. The emulator simulates them; HTTP reaches those of a server.
 *
 * A call that has ended is unknown, as in Graph. A call that a store has because of its operations, and that nobody
 * created, is established and has no callback.
 */
export class Calls extends Context.Service<Calls, {
  /**
   * Creates a call, which is established one second later. `identity` is the bot's where the call does not say; over
   * HTTP the access token tells it.
   */
  create(call: NewCall, identity?: Partial<BotIdentity>): Effect.Effect<Call, InvalidRequest | Unavailable>

  get(callId: CallId): Effect.Effect<Call, CallNotFound | InvalidRequest | Unavailable>

  /** Calls that have not ended, in the order of their ids, from the cursor of the page before on. */
  list(cursor?: string): Effect.Effect<CallPage, InvalidRequest | Unavailable>

  /** Hangs up for the bot: what plays, records or waits ends. */
  end(callId: CallId): Effect.Effect<void, CallNotFound | InvalidRequest | Unavailable>

  /** Answers an incoming call, which is established one second later. */
  answer(callId: CallId, parameters: AnswerParameters): Effect.Effect<void, AnswerError>

  /** Rejects an incoming call, which ends with that. */
  reject(callId: CallId, parameters: RejectParameters): Effect.Effect<void, AnswerError>

  /** Sends an incoming call to somebody else: for the bot it ends. */
  redirect(callId: CallId, parameters: RedirectParameters): Effect.Effect<void, AnswerError>

  /**
   * Sends the caller to somebody else, for which what plays, records or waits ends: the call is transferring, accepted and
   * ended, or established again. A call that it replaces ends.
   */
  transfer(callId: CallId, parameters: TransferParameters): Effect.Effect<void, StandingCallError>

  /** Shares the screen of the bot, or looks on. */
  changeScreenSharingRole(
    callId: CallId,
    parameters: ScreenSharingRoleParameters
  ): Effect.Effect<void, StandingCallError>

  /** Says that the bot still wants the call, which ends 45 minutes later unless it says so again. */
  keepAlive(callId: CallId): Effect.Effect<void, CallNotFound | InvalidRequest | Unavailable>

  /** An operation of any kind, also of a call that has ended. */
  operation(
    key: OperationKey
  ): Effect.Effect<VersionedCallOperation, CallNotFound | OperationNotFound | InvalidRequest | Unavailable>

  /**
   * Records the caller, behind what plays, records or waits already. Answers with the running operation. `origin` is
   * where clients reach the emulator, as in `http://127.0.0.1:4080`: recordings are found below it; over HTTP the server
   * knows.
   */
  recordResponse(
    callId: CallId,
    parameters: RecordResponseParameters,
    origin?: string
  ): Effect.Effect<VersionedOperation, ActionError>

  /** Plays prompts, in the same queue. */
  playPrompt(callId: CallId, parameters: PlayPromptParameters): Effect.Effect<PlayPromptOperation, ActionError>

  /** Presses keys for the bot, in the same queue. */
  sendDtmfTones(callId: CallId, parameters: SendDtmfTonesParameters): Effect.Effect<SendDtmfTonesOperation, ActionError>

  /** Cancels what plays, records and waits. */
  cancelMediaProcessing(
    callId: CallId,
    parameters: CancelMediaProcessingParameters
  ): Effect.Effect<CancelMediaProcessingOperation, ActionError>

  /** From now on the bot is told of each key that the caller presses. */
  subscribeToTone(callId: CallId, parameters: ContextParameters): Effect.Effect<CompletedOperation, ActionError>

  /** The bot is not heard. */
  mute(callId: CallId, parameters: ContextParameters): Effect.Effect<CompletedOperation, ActionError>

  /** The bot is heard again. */
  unmute(callId: CallId, parameters: ContextParameters): Effect.Effect<CompletedOperation, ActionError>

  /** Shows many at once, of which nothing is simulated. */
  addLargeGalleryView(callId: CallId, parameters: ContextParameters): Effect.Effect<CompletedOperation, ActionError>

  /** Says whether the bot records on its own. */
  updateRecordingStatus(
    callId: CallId,
    parameters: UpdateRecordingStatusParameters
  ): Effect.Effect<CompletedOperation, ActionError>
}>()("@recordop/core/calls/Calls") {}
