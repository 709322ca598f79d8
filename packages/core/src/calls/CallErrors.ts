import { Schema } from "effect"
import { CallId } from "../Ids.ts"

const callId = Schema.toType(CallId)

/** The call does not stand yet, so nothing can be played or recorded. */
export class CallNotEstablished extends Schema.TaggedError<CallNotEstablished>()("CallNotEstablished", { callId }) {
  override get message(): string {
    return `Call ${this.callId} is not established.`
  }
}

/** Only a call that comes in can be answered or rejected, and only once. */
export class CallNotIncoming extends Schema.TaggedError<CallNotIncoming>()("CallNotIncoming", { callId }) {
  override get message(): string {
    return `Call ${this.callId} is not incoming.`
  }
}

/** The bot hosts the media of the call itself, so the service cannot play or record. */
export class InvalidMediaMode extends Schema.TaggedError<InvalidMediaMode>()("InvalidMediaMode", { callId }) {
  override get message(): string {
    return `Call ${this.callId} has an appHostedMediaConfig; only with a serviceHostedMediaConfig can it play and record.`
  }
}
