import { Schema } from "effect"
import { Version } from "./ETag.ts"
import { CallId, OperationId } from "./Ids.ts"

const callId = Schema.toType(CallId)
const operationId = Schema.toType(OperationId)

/** There is no such call. */
export class CallNotFound extends Schema.TaggedError<CallNotFound>()("CallNotFound", { callId }) {
  override get message(): string {
    return `Call not found: ${this.callId}.`
  }
}

/** The call has no such operation. */
export class OperationNotFound extends Schema.TaggedError<OperationNotFound>()("OperationNotFound", {
  callId,
  operationId
}) {
  override get message(): string {
    return `Operation not found: ${this.operationId} in call ${this.callId}.`
  }
}

/** The call has an operation with this id already. */
export class AlreadyExists extends Schema.TaggedError<AlreadyExists>()("AlreadyExists", { callId, operationId }) {
  override get message(): string {
    return `Operation ${this.operationId} exists already in call ${this.callId}.`
  }
}

/** The operation is not in a version that the precondition allows. `actual` is absent when it is not known. */
export class VersionMismatch extends Schema.TaggedError<VersionMismatch>()("VersionMismatch", {
  actual: Schema.optionalKey(Version)
}) {
  override get message(): string {
    const found = this.actual === undefined ? "another version" : `version ${this.actual}`
    return `The precondition is not met: the operation is in ${found}.`
  }
}

/** The operation would be larger than `limit` bytes of JSON. */
export class OperationTooLarge extends Schema.TaggedError<OperationTooLarge>()("OperationTooLarge", {
  limit: Schema.Int
}) {
  override get message(): string {
    return `The operation would be larger than ${this.limit} bytes.`
  }
}

/** The request cannot be understood, or is refused; the message says where and what is allowed. */
export class InvalidRequest extends Schema.TaggedError<InvalidRequest>()("InvalidRequest", {
  message: Schema.String
}) {}

/** Whoever keeps the operations cannot be reached or cannot answer. */
export class Unavailable extends Schema.TaggedError<Unavailable>()("Unavailable", {
  message: Schema.String,
  cause: Schema.optionalKey(Schema.Defect())
}) {}
