import { Schema } from "effect"
import type { Version } from "../ETag.ts"
import { OperationId } from "../Ids.ts"
import { clientContext } from "../internal/clientContext.ts"
import { OperationStatusInAnyCase } from "../OperationStatus.ts"
import { RecordOperation } from "../RecordOperation.ts"
import { ResultInfo } from "../ResultInfo.ts"
import { InvitedParticipant } from "./InvitedParticipant.ts"

const fields = {
  id: Schema.toType(OperationId),
  status: OperationStatusInAnyCase,
  clientContext,
  resultInfo: Schema.NullOr(ResultInfo)
}

/**
 * Why the playing of prompts or the pressing of keys ended.
 *
 * Source: CSDL, enumerations `microsoft.graph.playPromptCompletionReason` and `microsoft.graph.sendDtmfCompletionReason`.
 */
export const MediaCompletionReason = Schema.Literals([
  "unknown",
  "completedSuccessfully",
  "mediaOperationCanceled",
  "unknownFutureValue"
])
export type MediaCompletionReason = typeof MediaCompletionReason.Type

/**
 * The playing of prompts. `prompts` and `completionReason` are absent in answers of older servers.
 *
 * Source: CSDL, entity type `microsoft.graph.playPromptOperation`.
 */
export const PlayPromptOperation = Schema.Struct({
  "@odata.type": Schema.tag("#microsoft.graph.playPromptOperation"),
  ...fields,
  prompts: Schema.optionalKey(Schema.Array(Schema.Record(Schema.String, Schema.Json))),
  completionReason: Schema.optionalKey(Schema.NullOr(MediaCompletionReason))
}).annotate({ identifier: "PlayPromptOperation", description: "The playing of prompts." })
export type PlayPromptOperation = typeof PlayPromptOperation.Type

/**
 * The pressing of keys by the bot.
 *
 * Source: CSDL, entity type `microsoft.graph.sendDtmfTonesOperation`.
 */
export const SendDtmfTonesOperation = Schema.Struct({
  "@odata.type": Schema.tag("#microsoft.graph.sendDtmfTonesOperation"),
  ...fields,
  completionReason: Schema.NullOr(MediaCompletionReason)
}).annotate({ identifier: "SendDtmfTonesOperation", description: "The pressing of keys by the bot." })
export type SendDtmfTonesOperation = typeof SendDtmfTonesOperation.Type

/**
 * The cancelling of what plays, records and waits. It is complete when it is answered.
 *
 * Source: CSDL, entity type `microsoft.graph.cancelMediaProcessingOperation`.
 */
export const CancelMediaProcessingOperation = Schema.Struct({
  "@odata.type": Schema.tag("#microsoft.graph.cancelMediaProcessingOperation"),
  ...fields
}).annotate({ identifier: "CancelMediaProcessingOperation", description: "The cancelling of media operations." })
export type CancelMediaProcessingOperation = typeof CancelMediaProcessingOperation.Type

/**
 * The inviting of people into a call.
 *
 * Source: CSDL, entity type `microsoft.graph.inviteParticipantsOperation`.
 */
export const InviteParticipantsOperation = Schema.Struct({
  "@odata.type": Schema.tag("#microsoft.graph.inviteParticipantsOperation"),
  ...fields,
  participants: Schema.Array(InvitedParticipant)
}).annotate({ identifier: "InviteParticipantsOperation", description: "The inviting of people into a call." })
export type InviteParticipantsOperation = typeof InviteParticipantsOperation.Type

const completedAtOnce = <const T extends string>(type: T, identifier: string, description: string) =>
  Schema.Struct({ "@odata.type": Schema.tag(type), ...fields }).annotate({ identifier, description })

/**
 * What else is complete when it is answered, and of which bots are told no more: listening to keys, muting and unmuting
 * somebody, saying that the bot records on its own, music on hold, and the large gallery view.
 *
 * Source: CSDL, the entity types of these names; Graph, "call: subscribeToTone", "call: mute", "call: unmute", "call:
 * updateRecordingStatus", "participant: startHoldMusic", "participant: stopHoldMusic" and "call: addLargeGalleryView".
 */
export const CompletedOperation = Schema.Union([
  completedAtOnce("#microsoft.graph.subscribeToToneOperation", "SubscribeToToneOperation", "Listening to keys."),
  completedAtOnce("#microsoft.graph.muteParticipantOperation", "MuteParticipantOperation", "Muting somebody."),
  completedAtOnce("#microsoft.graph.unmuteParticipantOperation", "UnmuteParticipantOperation", "Unmuting somebody."),
  completedAtOnce(
    "#microsoft.graph.updateRecordingStatusOperation",
    "UpdateRecordingStatusOperation",
    "Saying whether the bot records on its own."
  ),
  completedAtOnce("#microsoft.graph.startHoldMusicOperation", "StartHoldMusicOperation", "Music for somebody on hold."),
  completedAtOnce("#microsoft.graph.stopHoldMusicOperation", "StopHoldMusicOperation", "The end of that music."),
  completedAtOnce(
    "#microsoft.graph.addLargeGalleryViewOperation",
    "AddLargeGalleryViewOperation",
    "Showing many at once."
  )
])
export type CompletedOperation = typeof CompletedOperation.Type

/**
 * An operation of a call, of any kind that is served.
 *
 * Source: CSDL, the entity types that derive from `microsoft.graph.commsOperation`.
 */
export const CallOperation = Schema.Union([
  RecordOperation,
  PlayPromptOperation,
  SendDtmfTonesOperation,
  CancelMediaProcessingOperation,
  InviteParticipantsOperation,
  ...CompletedOperation.members
])
export type CallOperation = typeof CallOperation.Type

/** An operation of any kind and how often it has been changed. */
export interface VersionedCallOperation {
  readonly version: Version
  readonly operation: CallOperation
}

/** Whether an operation is a recordOperation. */
export const isRecordOperation = (operation: CallOperation): operation is RecordOperation =>
  operation["@odata.type"] === "#microsoft.graph.recordOperation"
