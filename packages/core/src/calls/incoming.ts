import { Effect, Schema } from "effect"
import { actionDecoder } from "../internal/actionBody.ts"
import { inAnyCase } from "../internal/inAnyCase.ts"
import { CallbackUri, MediaConfig } from "./Call.ts"
import { InvitedParticipant } from "./InvitedParticipant.ts"
import { Modality } from "./Participant.ts"

/**
 * What `answer` is told. Without `callbackUri` notifications go on to where the call was told of.
 *
 * Source: Graph, "call: answer"; CSDL, action `answer` (`mediaConfig` is never null). `participantCapacity` and
 * `callOptions` have no effect.
 */
export const AnswerParameters = Schema.Struct({
  callbackUri: Schema.optionalKey(CallbackUri),
  mediaConfig: MediaConfig,
  acceptedModalities: Schema.optionalKey(Schema.Array(inAnyCase(Modality))),
  participantCapacity: Schema.optionalKey(Schema.Int),
  callOptions: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json))
}).annotate({
  description: "What answer is told.",
  messageUnexpectedKey: "Expected no such parameter; there are callbackUri, mediaConfig, acceptedModalities, " +
    "participantCapacity and callOptions"
})
export type AnswerParameters = typeof AnswerParameters.Type

const RejectReason = inAnyCase(Schema.Literals(["none", "busy", "forbidden", "unknownFutureValue"]))

/**
 * What `reject` is told.
 *
 * Source: Graph, "call: reject"; `callbackUri` has no effect.
 */
export const RejectParameters = Schema.Struct({
  reason: Schema.withDecodingDefaultTypeKey<typeof RejectReason>(Effect.succeed("none" as const))(RejectReason),
  callbackUri: Schema.optionalKey(Schema.String)
}).annotate({
  description: "What reject is told.",
  messageUnexpectedKey: "Expected no such parameter; there are reason and callbackUri"
})
export type RejectParameters = typeof RejectParameters.Type

/**
 * What `redirect` is told.
 *
 * Source: Graph, "call: redirect" (at most 25 targets, 15 to 90 seconds). Whom it names is not called: the call ends.
 */
export const RedirectParameters = Schema.Struct({
  targets: Schema.Array(InvitedParticipant).check(
    Schema.isMinLength(1, { expected: "at least one target" }),
    Schema.isMaxLength(25, { expected: "at most 25 targets" })
  ),
  timeout: Schema.optionalKey(
    Schema.Int.check(
      Schema.isBetween({ minimum: 15, maximum: 90 }, { expected: "a whole number of seconds from 15 to 90" })
    )
  ),
  callbackUri: Schema.optionalKey(Schema.String),
  routingPolicies: Schema.optionalKey(Schema.Array(Schema.String))
}).annotate({
  description: "What redirect is told.",
  messageUnexpectedKey: "Expected no such parameter; there are targets, timeout, callbackUri and routingPolicies"
})
export type RedirectParameters = typeof RedirectParameters.Type

/** Decodes the body of `redirect`. */
export const decodeRedirect = actionDecoder(RedirectParameters)

/** Decodes the body of `answer`. */
export const decodeAnswer = actionDecoder(AnswerParameters)

/** Decodes the body of `reject`. */
export const decodeReject = actionDecoder(RejectParameters)
