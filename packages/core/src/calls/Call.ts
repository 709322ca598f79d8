import { Predicate, type Result, Schema } from "effect"
import { CallId } from "../Ids.ts"
import { inAnyCase } from "../internal/inAnyCase.ts"
import { anyProperty, optionalText } from "../internal/open.ts"
import { spell, spellingOf, withSpelling } from "../internal/spelling.ts"
import { typeNamed } from "../internal/typeNamed.ts"
import { decodeOptions } from "../Problem.ts"
import { InvitedParticipant } from "./InvitedParticipant.ts"
import { MeetingInfo } from "./MeetingInfo.ts"
import { Modality } from "./Participant.ts"

/**
 * How far a call has come.
 *
 * Source: CSDL, enumeration `microsoft.graph.callState`.
 */
export const CallStateName = Schema.Literals([
  "incoming",
  "establishing",
  "ringing",
  "established",
  "hold",
  "transferring",
  "transferAccepted",
  "redirecting",
  "terminating",
  "terminated",
  "unknownFutureValue"
])
export type CallStateName = typeof CallStateName.Type

/**
 * A call of a bot. An open type: what the bot gave is kept and returned.
 *
 * Source: CSDL, entity type `microsoft.graph.call`.
 */
export const Call = Schema.StructWithRest(
  Schema.Struct({
    "@odata.type": Schema.tag("#microsoft.graph.call"),
    id: CallId,
    state: CallStateName,
    callbackUri: Schema.NullOr(Schema.String),
    callChainId: Schema.optionalKey(Schema.NullOr(Schema.String))
  }),
  anyProperty
).annotate({ identifier: "Call", description: "A call of a bot." })
export type Call = typeof Call.Type

/** `fetch` sends nothing to a URL that has a user or a password. */
const isHttpUrl = (text: string): boolean => {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && url.password === ""
}

/** Where a bot gets its notifications. */
export const CallbackUri = Schema.String.check(
  Schema.makeFilter(isHttpUrl, { expected: "an http or https URL without user and password" })
)

/** Whose media a call has: the service's, or the bot's own. */
export const MediaConfig = Schema.StructWithRest(
  Schema.Struct({
    "@odata.type": Schema.optionalKey(typeNamed("serviceHostedMediaConfig", "appHostedMediaConfig")),
    preFetchMedia: Schema.optionalKey(Schema.Json),
    blob: Schema.optionalKey(Schema.Json)
  }),
  anyProperty
)

/** Source: CSDL, complex type `microsoft.graph.chatInfo`. */
const ChatInfo = Schema.StructWithRest(
  Schema.Struct({
    "@odata.type": Schema.optionalKey(typeNamed("chatInfo")),
    threadId: optionalText,
    messageId: optionalText,
    replyChainMessageId: optionalText
  }),
  anyProperty
)

const anyObject = Schema.Record(Schema.String, Schema.Json)

/**
 * The body that creates a call: to whom it goes, or which meeting it joins. `callbackUri` gets the notifications; what is
 * not declared is kept. `joinWebUrl` is no property of Graph, but bots send it.
 *
 * Source: Graph, "Create call".
 */
export const NewCall = Schema.StructWithRest(
  Schema.Struct({
    "@odata.type": Schema.optionalKey(typeNamed("call")),
    callbackUri: CallbackUri,
    tenantId: optionalText,
    source: Schema.optionalKey(Schema.NullOr(anyObject)),
    targets: Schema.optionalKey(Schema.NullOr(
      Schema.Array(InvitedParticipant).check(Schema.isMaxLength(5, { expected: "at most five targets" }))
    )),
    meetingInfo: Schema.optionalKey(Schema.NullOr(MeetingInfo)),
    chatInfo: Schema.optionalKey(Schema.NullOr(ChatInfo)),
    joinWebUrl: optionalText,
    requestedModalities: Schema.optionalKey(Schema.NullOr(Schema.Array(inAnyCase(Modality)))),
    mediaConfig: Schema.optionalKey(Schema.NullOr(MediaConfig)),
    callOptions: Schema.optionalKey(Schema.NullOr(anyObject))
  }).check(
    Schema.makeFilter(
      ({ joinWebUrl, meetingInfo, targets }) =>
        (targets ?? []).length > 0 || Predicate.isNotNullish(meetingInfo) || Predicate.isNotNullish(joinWebUrl),
      { expected: "targets to call, or meetingInfo of a meeting to join" }
    )
  ),
  anyProperty
).annotate({ description: "The body that creates a call." })
export type NewCall = typeof NewCall.Type

/**
 * How properties of a call are spelled that a body can have besides, or that are any object above.
 *
 * Source: CSDL, entity type `microsoft.graph.call`.
 */
const OtherProperties = Schema.Struct({
  source: InvitedParticipant,
  id: Schema.Json,
  state: Schema.Json,
  direction: Schema.Json,
  subject: Schema.Json,
  callChainId: Schema.Json,
  callRoutes: Schema.Json,
  incomingContext: Schema.Json,
  mediaState: Schema.Json,
  myParticipantId: Schema.Json,
  resultInfo: Schema.Json,
  terminationReason: Schema.Json,
  toneInfo: Schema.Json,
  transcription: Schema.Json,
  answeredBy: Schema.Json,
  participants: Schema.Json,
  ringingTimeoutInSeconds: Schema.Json
})

const newCallSpelling = withSpelling(spellingOf(NewCall), spellingOf(OtherProperties))
const decode = Schema.decodeUnknownResult(NewCall, decodeOptions)

/** Decodes the body that creates a call: names have no letter case, and annotations are ignored. */
export const decodeNewCall = (body: unknown): Result.Result<NewCall, Schema.SchemaError> =>
  decode(spell(newCallSpelling, body))

/** Whether the media of a call are the service's and not the bot's own: only then can the service record. */
export const isServiceHosted = ({ mediaConfig }: Call): boolean => {
  const type = Schema.is(MediaConfig)(mediaConfig) ? mediaConfig["@odata.type"] : undefined
  return type === undefined || !/appHostedMediaConfig$/i.test(type)
}

/** Whether more than two can be in a call: it goes to several, or it is a meeting or has a chat. */
export const isGroupCall = ({ chatInfo, meetingInfo, targets }: Call): boolean =>
  Predicate.isNotNullish(meetingInfo) || Predicate.isNotNullish(chatInfo) ||
  (Array.isArray(targets) && targets.length > 1)
