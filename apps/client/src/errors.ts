import {
  type CallId,
  CallNotFound,
  InvalidRequest,
  type OperationKey,
  OperationNotFound,
  Unavailable,
  VersionMismatch
} from "@recordop/core"
import {
  CallNotEstablished,
  CallNotGroup,
  CallNotIncoming,
  InvalidMediaMode,
  type ParticipantKey,
  ParticipantNotFound
} from "@recordop/core/calls"
import { CallIsFull, NothingToActOn, NoWebhook } from "@recordop/emulator/ports/Callers"
import { AdvanceCancelled, ClockBusy, ClockNotFrozen, InstantWithoutEnd } from "@recordop/emulator/ports/EmulatorClock"
import { FaultNotFound, TooManyFaults } from "@recordop/emulator/ports/Faults"
import { NotificationNotFound } from "@recordop/emulator/ports/Notifications"
import { errorCodes } from "@recordop/emulator/protocol/errorCodes"
import { Effect } from "effect"
import type { RequestFailed } from "./RequestFailed.ts"

/** Reasons by the codes that stand for them in answers. */
export type Reasons<E> = Readonly<Record<string, (error: RequestFailed) => E>>

/**
 * Fails with the reason that the code of an answer stands for. A code that stands for none of them means that the request
 * is to blame, or the server: what it says is passed on, and nothing is guessed.
 */
export const orReason =
  <E>(reasons: Reasons<E>) =>
  <A, R>(effect: Effect.Effect<A, RequestFailed, R>): Effect.Effect<A, E | InvalidRequest | Unavailable, R> =>
    Effect.mapError(
      effect,
      (error): E | InvalidRequest | Unavailable => reasons[error.code]?.(error) ?? toRefused(error)
    )

/** The same where no code stands for anything. */
export const orRefused: <A, R>(
  effect: Effect.Effect<A, RequestFailed, R>
) => Effect.Effect<A, InvalidRequest | Unavailable, R> = orReason({})

/** Whether the request is to blame and not the server. */
export const isFaultOfClient = ({ status = 0 }: RequestFailed): boolean =>
  status >= 400 && status < 500 && status !== 429

/** What a failed request means when no code says more. */
export const toRefused = (error: RequestFailed): InvalidRequest | Unavailable =>
  isFaultOfClient(error)
    ? new InvalidRequest({ message: error.message })
    : new Unavailable({ message: error.message, cause: error })

/** The call is unknown, or has ended. */
export const ofCall = (callId: CallId): Reasons<CallNotFound> => ({ "8522": () => new CallNotFound({ callId }) })

/** What needs a call that stands is refused. */
export const ofStanding = (callId: CallId): Reasons<CallNotFound | CallNotEstablished> => ({
  ...ofCall(callId),
  "8501": () => new CallNotEstablished({ callId })
})

/** Nobody can be invited. */
export const ofInvite = (callId: CallId): Reasons<CallNotFound | CallNotEstablished | CallNotGroup> => ({
  ...ofStanding(callId),
  "8585": () => new CallNotGroup({ callId })
})

/** Nobody can come into the call. */
export const ofJoin = (callId: CallId): Reasons<CallNotFound | CallNotEstablished | CallIsFull> => ({
  ...ofStanding(callId),
  [errorCodes.CallIsFull]: () => new CallIsFull()
})

/** Somebody is not in the call, or it does not stand. */
export const ofParticipant = (
  key: ParticipantKey
): Reasons<CallNotFound | CallNotEstablished | ParticipantNotFound> => ({
  ...ofStanding(key.callId),
  NotFound: () => new ParticipantNotFound(key)
})

/** The same of what needs no call that stands. */
export const ofReadingParticipant = (key: ParticipantKey): Reasons<CallNotFound | ParticipantNotFound> => ({
  ...ofCall(key.callId),
  NotFound: () => new ParticipantNotFound(key)
})

/** An action of the call is refused. */
export const ofAction = (callId: CallId): Reasons<CallNotFound | CallNotEstablished | InvalidMediaMode> => ({
  ...ofStanding(callId),
  "8500": () => new InvalidMediaMode({ callId })
})

/** An incoming call cannot be answered or rejected. */
export const ofAnswer = (callId: CallId): Reasons<CallNotFound | CallNotIncoming> => ({
  ...ofCall(callId),
  "8585": () => new CallNotIncoming({ callId })
})

/** Nobody would be told of a call. */
export const ofIncoming: Reasons<NoWebhook> = { [errorCodes.NoWebhook]: () => new NoWebhook() }

/** The operation is unknown; Graph's own code for that is that of everything that is. */
export const ofOperation = (key: OperationKey): Reasons<CallNotFound | OperationNotFound> => ({
  ...ofCall(key.callId),
  NotFound: () => new OperationNotFound(key)
})

/** A change of the operation is refused. */
export const ofChange = (key: OperationKey): Reasons<CallNotFound | OperationNotFound | VersionMismatch> => ({
  ...ofOperation(key),
  PreconditionFailed: () => new VersionMismatch({})
})

/** The caller cannot do that now. */
export const ofAct = (callId: CallId): Reasons<CallNotFound | NothingToActOn> => ({
  ...ofCall(callId),
  [errorCodes.NothingToActOn]: ({ message }: RequestFailed) => new NothingToActOn({ message })
})

/** The clock cannot be set now. */
export const ofClock: Reasons<ClockBusy> = { [errorCodes.ClockBusy]: () => new ClockBusy({}) }

/** The clock cannot be turned so. */
export const ofAdvance: Reasons<ClockBusy | ClockNotFrozen | InstantWithoutEnd | AdvanceCancelled> = {
  ...ofClock,
  [errorCodes.ClockNotFrozen]: ({ message }) => new ClockNotFrozen({ message }),
  [errorCodes.InstantWithoutEnd]: ({ message }) => new InstantWithoutEnd({ message }),
  [errorCodes.AdvanceCancelled]: () => new AdvanceCancelled({})
}

export const ofNotification = (id: string): Reasons<NotificationNotFound> => ({
  [errorCodes.NotificationNotFound]: () => new NotificationNotFound({ id })
})

/** There are too many faults for one more. */
export const ofNewFault: Reasons<TooManyFaults> = { [errorCodes.TooManyFaults]: () => new TooManyFaults({}) }

/** The fault is unknown. */
export const ofFault = (id: string): Reasons<FaultNotFound> => ({
  [errorCodes.FaultNotFound]: () => new FaultNotFound({ id })
})
