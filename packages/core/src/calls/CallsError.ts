import { Schema } from "effect"
import { CallId } from "../Ids.ts"
import { CallNotFound, InvalidRequest, Unavailable } from "../RecordOperationsError.ts"

const callId = Schema.toType(CallId)

/** The call does not stand yet, so nothing can be played or recorded. */
export class CallNotEstablished extends Schema.TaggedError<CallNotEstablished>()("CallNotEstablished", { callId }) {
  override get message(): string {
    return `Call ${this.callId} is not established.`
  }
}

/** The bot hosts the media of the call itself, so the service cannot play or record. */
export class InvalidMediaMode extends Schema.TaggedError<InvalidMediaMode>()("InvalidMediaMode", { callId }) {
  override get message(): string {
    return `Call ${this.callId} has an appHostedMediaConfig; only with a serviceHostedMediaConfig can it play and record.`
  }
}

/** What the caller is to do needs something that does not happen now. */
export class NothingToActOn extends Schema.TaggedError<NothingToActOn>()("NothingToActOn", {
  message: Schema.String
}) {}

/** Only a frozen clock can be advanced. */
export class ClockNotFrozen extends Schema.TaggedError<ClockNotFrozen>()("ClockNotFrozen", { mode: Schema.String }) {
  override get message(): string {
    return `The clock is ${this.mode}; only a frozen clock can be advanced. Freeze it first.`
  }
}

/** The clock is being turned, and that takes its time. */
export class ClockBusy extends Schema.TaggedError<ClockBusy>()("ClockBusy", {}) {
  override get message(): string {
    return "The clock is being turned forward already. Does a bot turn it in the middle of its answer to a notification?"
  }
}

/** Calls and bots act on each other at one instant, and so often that it might never pass. */
export class InstantWithoutEnd extends Schema.TaggedError<InstantWithoutEnd>()("InstantWithoutEnd", {
  rounds: Schema.Int
}) {
  override get message(): string {
    return `The clock cannot pass this instant: after ${this.rounds} rounds, calls and bots still act on each other at it. ` +
      "Does a bot record again at once when a recording fails at once?"
  }
}

/** There is no such notification. */
export class NotificationNotFound extends Schema.TaggedError<NotificationNotFound>()("NotificationNotFound", {
  id: Schema.String
}) {
  override get message(): string {
    return `Notification not found: ${this.id}.`
  }
}

/** There is no such recording, or not any more. */
export class RecordingNotFound extends Schema.TaggedError<RecordingNotFound>()("RecordingNotFound", {
  message: Schema.String
}) {}

/** The access token of the recording is missing or wrong. */
export class RecordingForbidden extends Schema.TaggedError<RecordingForbidden>()("RecordingForbidden", {
  message: Schema.String
}) {}

/** Everything that can go wrong with calls, their recordings and notifications, and the clock; `reason` tells what. */
export class CallsError extends Schema.TaggedError<CallsError>()("CallsError", {
  reason: Schema.Union([
    CallNotFound,
    CallNotEstablished,
    InvalidMediaMode,
    NothingToActOn,
    ClockNotFrozen,
    ClockBusy,
    InstantWithoutEnd,
    NotificationNotFound,
    RecordingNotFound,
    RecordingForbidden,
    InvalidRequest,
    Unavailable
  ])
}) {
  override get message(): string {
    return this.reason.message
  }
}

/** Wraps a reason. */
export const callsFailure = (reason: CallsError["reason"]): CallsError => new CallsError({ reason })
