import { Schema } from "effect"
import { anyProperty, open, optionalText } from "../internal/open.ts"
import { typeNamed } from "../internal/typeNamed.ts"
import { IdentitySet } from "./Participant.ts"

const ofOrganizer = Schema.StructWithRest(
  Schema.Struct({
    "@odata.type": typeNamed("organizerMeetingInfo"),
    organizer: Schema.optionalKey(Schema.NullOr(IdentitySet)),
    meetingUrl: optionalText,
    allowConversationWithoutHost: Schema.optionalKey(Schema.NullOr(Schema.Boolean))
  }).check(
    Schema.makeFilter(({ meetingUrl, organizer }) => (organizer ?? meetingUrl ?? null) !== null, {
      expected: "an organizer"
    })
  ),
  anyProperty
)

const byId = Schema.StructWithRest(
  Schema.Struct({
    "@odata.type": typeNamed("joinMeetingIdMeetingInfo"),
    joinMeetingId: optionalText,
    passcode: optionalText,
    joinWebUrl: optionalText
  }).check(
    Schema.makeFilter(({ joinMeetingId, joinWebUrl }) => (joinMeetingId ?? joinWebUrl ?? null) !== null, {
      expected: "a joinMeetingId"
    })
  ),
  anyProperty
)

const byToken = open({ "@odata.type": typeNamed("tokenMeetingInfo"), token: Schema.String })

/**
 * Which meeting a bot joins: that of an organizer, one by its id and passcode, or one by a token. `meetingUrl` and
 * `joinWebUrl` are no properties of Graph, but bots send them.
 *
 * Source: CSDL, complex types `microsoft.graph.organizerMeetingInfo`, `joinMeetingIdMeetingInfo` and `tokenMeetingInfo`.
 */
export const MeetingInfo = Schema.Union([ofOrganizer, byId, byToken]).annotate({
  identifier: "MeetingInfo",
  description: "Which meeting a bot joins."
})
export type MeetingInfo = typeof MeetingInfo.Type
