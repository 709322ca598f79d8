import { Context, type Effect, Schema } from "effect"
import { actionDecoder } from "../internal/actionBody.ts"
import { open, optionalText } from "../internal/open.ts"
import type { InvalidRequest, Unavailable } from "../RecordOperationErrors.ts"
import type { MeetingNotFound } from "./CallErrors.ts"
import { IdentitySet } from "./Participant.ts"

const chatInfo = open({ "@odata.type": optionalText, threadId: optionalText, messageId: optionalText })

const participant = open({ identity: Schema.optionalKey(Schema.NullOr(IdentitySet)), upn: optionalText })

const shared = {
  "@odata.type": optionalText,
  subject: optionalText,
  startDateTime: optionalText,
  endDateTime: optionalText,
  externalId: optionalText,
  participants: Schema.optionalKey(Schema.NullOr(open({
    organizer: Schema.optionalKey(Schema.NullOr(participant)),
    attendees: Schema.optionalKey(Schema.NullOr(Schema.Array(participant)))
  }))),
  chatInfo: Schema.optionalKey(Schema.NullOr(chatInfo)),
  joinMeetingIdSettings: Schema.optionalKey(Schema.NullOr(open({
    joinMeetingId: optionalText,
    passcode: optionalText
  })))
}

/**
 * A meeting that bots can look up and join, with what they read of it. An open type.
 *
 * Source: CSDL, entity type `microsoft.graph.onlineMeeting`.
 */
export const OnlineMeeting = open({
  ...shared,
  id: Schema.String,
  joinWebUrl: Schema.String,
  videoTeleconferenceId: optionalText
}).annotate({ identifier: "OnlineMeeting", description: "A meeting that bots can look up and join." })
export type OnlineMeeting = typeof OnlineMeeting.Type

/**
 * The body that creates a meeting; everything in it may be left out.
 *
 * Source: Graph, "Create onlineMeeting".
 */
export const NewOnlineMeeting = open(shared)
export type NewOnlineMeeting = typeof NewOnlineMeeting.Type

/** Decodes the body that creates a meeting. */
export const decodeNewOnlineMeeting = actionDecoder(NewOnlineMeeting)

/** What meetings can be found by. */
export type MeetingKey = "joinWebUrl" | "joinMeetingId" | "videoTeleconferenceId"

/** The port: meetings that bots look up before they join. */
export class OnlineMeetings extends Context.Service<OnlineMeetings, {
  /** The meeting with an id, or the `videoTeleconferenceId` that old clients have. */
  get(id: string): Effect.Effect<OnlineMeeting, MeetingNotFound | InvalidRequest | Unavailable>
  /** The meetings of which something is this, as many as there are. */
  find(property: MeetingKey, value: string): Effect.Effect<ReadonlyArray<OnlineMeeting>, InvalidRequest | Unavailable>
  /** `organizerId` is the user who makes it. `origin` is where clients reach the emulator. */
  create(
    meeting: NewOnlineMeeting,
    organizerId: string,
    origin?: string
  ): Effect.Effect<OnlineMeeting, InvalidRequest | Unavailable>
}>()("@recordop/core/calls/OnlineMeeting/OnlineMeetings") {}
