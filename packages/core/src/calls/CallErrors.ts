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

/** Only a group call or a meeting has more than two participants. */
export class CallNotGroup extends Schema.TaggedError<CallNotGroup>()("CallNotGroup", { callId }) {
  override get message(): string {
    return `Call ${this.callId} is a call of two; only a group call or a meeting can be joined by others.`
  }
}

/** Nobody in the call has this id. */
export class ParticipantNotFound extends Schema.TaggedError<ParticipantNotFound>()("ParticipantNotFound", {
  callId,
  participantId: Schema.String
}) {
  override get message(): string {
    return `Call ${this.callId} has no participant ${this.participantId}.`
  }
}

/** The call has no audio routing group with this id. */
export class GroupNotFound extends Schema.TaggedError<GroupNotFound>()("GroupNotFound", {
  callId,
  groupId: Schema.String
}) {
  override get message(): string {
    return `Call ${this.callId} has no audio routing group ${this.groupId}.`
  }
}

/** There is no online meeting with this id. */
export class MeetingNotFound extends Schema.TaggedError<MeetingNotFound>()("MeetingNotFound", {
  id: Schema.String
}) {
  override get message(): string {
    return `There is no online meeting ${this.id}.`
  }
}
