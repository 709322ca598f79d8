import { Schema } from "effect"
import { anyProperty, optionalText } from "../internal/open.ts"
import { typeNamed } from "../internal/typeNamed.ts"
import { IdentitySet } from "./Participant.ts"

interface Ways {
  readonly "@odata.type": string
  readonly organizer?: unknown
  readonly meetingUrl?: string | null
  readonly joinMeetingId?: string | null
  readonly joinWebUrl?: string | null
  readonly token?: string | null
}

const isOf = (type: string, name: string): boolean => type.toLowerCase().endsWith(`.${name}`)

/** Whether a type has what it is for. */
const has = (name: string, ...values: ReadonlyArray<keyof Ways>) => (info: Ways): boolean =>
  !isOf(info["@odata.type"], name) || values.some((value) => (info[value] ?? null) !== null)

/**
 * Which meeting a bot joins: that of an organizer, one by its id and passcode, or one by a token. `meetingUrl` and
 * `joinWebUrl` are no properties of Graph, but bots send them.
 *
 * Source: CSDL, complex types `microsoft.graph.organizerMeetingInfo`, `joinMeetingIdMeetingInfo` and `tokenMeetingInfo`.
 */
export const MeetingInfo = Schema.StructWithRest(
  Schema.Struct({
    "@odata.type": typeNamed("organizerMeetingInfo", "joinMeetingIdMeetingInfo", "tokenMeetingInfo"),
    organizer: Schema.optionalKey(Schema.NullOr(IdentitySet)),
    meetingUrl: optionalText,
    allowConversationWithoutHost: Schema.optionalKey(Schema.NullOr(Schema.Boolean)),
    joinMeetingId: optionalText,
    passcode: optionalText,
    joinWebUrl: optionalText,
    token: optionalText
  }).check(
    Schema.makeFilter(has("organizermeetinginfo", "organizer", "meetingUrl"), { expected: "an organizer" }),
    Schema.makeFilter(has("joinmeetingidmeetinginfo", "joinMeetingId", "joinWebUrl"), { expected: "a joinMeetingId" }),
    Schema.makeFilter(has("tokenmeetinginfo", "token"), { expected: "a token" })
  ),
  anyProperty
).annotate({ identifier: "MeetingInfo", description: "Which meeting a bot joins." })
export type MeetingInfo = typeof MeetingInfo.Type
