import { Effect, Schema } from "effect"
import { actionDecoder } from "../internal/actionBody.ts"
import { clientContext } from "../internal/clientContext.ts"
import { inAnyCase } from "../internal/inAnyCase.ts"
import { open, optionalText } from "../internal/open.ts"
import { InvitedParticipant } from "./InvitedParticipant.ts"
import { MediaPrompt } from "./MediaPrompt.ts"
import { ParticipantInfo } from "./Participant.ts"

const context = Schema.withDecodingDefaultTypeKey<typeof clientContext>(Effect.succeed(null))(clientContext)

/**
 * What `invite` is told. An invited one with `replacesCallId` leaves that call.
 *
 * Source: Graph, "participant: invite" (at most five at once).
 */
export const InviteParameters = Schema.Struct({
  participants: Schema.Array(InvitedParticipant).check(
    Schema.isMinLength(1, { expected: "at least one participant" }),
    Schema.isMaxLength(5, { expected: "at most five participants" })
  ),
  clientContext: context
}).annotate({
  description: "What invite is told.",
  messageUnexpectedKey: "Expected no such parameter; there are participants and clientContext"
})
export type InviteParameters = typeof InviteParameters.Type

/**
 * What `transfer` is told: to whom, and with `replacesCallId` in the place of which call. `transferee` is who is sent, in
 * a group call.
 *
 * Source: Graph, "call: transfer"; `clientContext` is of an example there and has no effect.
 */
export const TransferParameters = Schema.Struct({
  transferTarget: InvitedParticipant,
  transferee: Schema.optionalKey(ParticipantInfo),
  clientContext: context
}).annotate({
  description: "What transfer is told.",
  messageUnexpectedKey: "Expected no such parameter; there are transferTarget, transferee and clientContext"
})
export type TransferParameters = typeof TransferParameters.Type

/**
 * What `changeScreenSharingRole` is told.
 *
 * Source: Graph, "call: changeScreenSharingRole"; CSDL, enumeration `microsoft.graph.screenSharingRole`.
 */
export const ScreenSharingRoleParameters = Schema.Struct({
  role: inAnyCase(Schema.Literals(["viewer", "sharer", "unknownFutureValue"]))
}).annotate({
  description: "What changeScreenSharingRole is told.",
  messageUnexpectedKey: "Expected no such parameter; there is role"
})
export type ScreenSharingRoleParameters = typeof ScreenSharingRoleParameters.Type

/**
 * What `startHoldMusic` and `stopHoldMusic` are told.
 *
 * Source: CSDL, the actions of these names; `customPrompt` has no effect.
 */
export const HoldMusicParameters = Schema.Struct({
  customPrompt: Schema.optionalKey(MediaPrompt),
  clientContext: context
}).annotate({
  description: "What startHoldMusic and stopHoldMusic are told.",
  messageUnexpectedKey: "Expected no such parameter; there are customPrompt and clientContext"
})
export type HoldMusicParameters = typeof HoldMusicParameters.Type

const routingMode = inAnyCase(Schema.Literals(["oneToOne", "multicast", "unknownFutureValue"]))

/**
 * Who hears whom in a call.
 *
 * Source: CSDL, entity type `microsoft.graph.audioRoutingGroup` (`routingMode` is never null).
 */
export const AudioRoutingGroup = open({
  "@odata.type": optionalText,
  id: Schema.optionalKey(Schema.String),
  routingMode,
  sources: Schema.optionalKey(Schema.Array(Schema.String)),
  receivers: Schema.optionalKey(Schema.Array(Schema.String))
}).annotate({ identifier: "AudioRoutingGroup", description: "Who hears whom in a call." })
export type AudioRoutingGroup = typeof AudioRoutingGroup.Type

/** What is to change in an audio routing group. */
export const AudioRoutingGroupUpdate = open({
  "@odata.type": optionalText,
  routingMode: Schema.optionalKey(routingMode),
  sources: Schema.optionalKey(Schema.Array(Schema.String)),
  receivers: Schema.optionalKey(Schema.Array(Schema.String))
})
export type AudioRoutingGroupUpdate = typeof AudioRoutingGroupUpdate.Type

/** Decodes the body of `invite`. */
export const decodeInvite = actionDecoder(InviteParameters)

/** Decodes the body of `transfer`. */
export const decodeTransfer = actionDecoder(TransferParameters)

/** Decodes the body of `changeScreenSharingRole`. */
export const decodeScreenSharingRole = actionDecoder(ScreenSharingRoleParameters)

/** Decodes the body of `startHoldMusic` or `stopHoldMusic`. */
export const decodeHoldMusic = actionDecoder(HoldMusicParameters)

/** Decodes the body of a new audio routing group. */
export const decodeAudioRoutingGroup = actionDecoder(AudioRoutingGroup)

/** Decodes what is to change in an audio routing group. */
export const decodeAudioRoutingGroupUpdate = actionDecoder(AudioRoutingGroupUpdate)
