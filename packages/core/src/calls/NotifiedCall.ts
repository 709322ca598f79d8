import { Schema } from "effect"
import { inAnyCase } from "../internal/inAnyCase.ts"
import { open, optionalText, optionalType } from "../internal/open.ts"
import { CallStateName } from "./Call.ts"
import { ParticipantInfo } from "./Participant.ts"

const nullable = <S extends Schema.Constraint>(schema: S) => Schema.optionalKey(Schema.NullOr(schema))

/** A whole number; one example of Graph has it as text. */
const code = Schema.Union([Schema.Int, Schema.FiniteFromString])

/** How something ended, as notifications have it: any part may be missing. */
export const NotifiedResult = open({
  "@odata.type": optionalType,
  code: Schema.optionalKey(code),
  subcode: Schema.optionalKey(code),
  message: optionalText
}).annotate({ identifier: "NotifiedResult", description: "How something ended." })

/**
 * A key as Graph names it.
 *
 * Source: CSDL, enumeration `microsoft.graph.tone`.
 */
export const ToneName = Schema.Literals([
  "tone0",
  "tone1",
  "tone2",
  "tone3",
  "tone4",
  "tone5",
  "tone6",
  "tone7",
  "tone8",
  "tone9",
  "star",
  "pound",
  "a",
  "b",
  "c",
  "d",
  "flash"
])
export type ToneName = typeof ToneName.Type

/**
 * A key that was pressed, and its place among those of the call.
 *
 * Source: CSDL, complex type `microsoft.graph.toneInfo`.
 */
export const ToneInfo = open({
  "@odata.type": optionalType,
  sequenceId: Schema.Int,
  tone: inAnyCase(ToneName)
}).annotate({ identifier: "ToneInfo", description: "A key that was pressed." })
export type ToneInfo = typeof ToneInfo.Type

const anything = Schema.Record(Schema.String, Schema.Json)

/**
 * What a notification says of a call: as much as has changed. `id` is there for incoming calls and in Graph's pages; the
 * id of the call stands in the path, and `parseNotifications` takes it from there.
 *
 * Source: CSDL, entity type `microsoft.graph.call`.
 */
export const NotifiedCall = open({
  "@odata.type": optionalType,
  id: optionalText,
  state: Schema.optionalKey(inAnyCase(CallStateName)),
  direction: nullable(inAnyCase(Schema.Literals(["incoming", "outgoing"]))),
  mediaState: nullable(open({
    "@odata.type": optionalType,
    audio: Schema.optionalKey(inAnyCase(Schema.Literals(["active", "inactive", "unknownFutureValue"])))
  })),
  resultInfo: nullable(NotifiedResult),
  callbackUri: optionalText,
  callChainId: optionalText,
  tenantId: optionalText,
  myParticipantId: optionalText,
  terminationReason: optionalText,
  source: nullable(ParticipantInfo),
  targets: nullable(Schema.Array(ParticipantInfo)),
  toneInfo: nullable(ToneInfo),
  chatInfo: nullable(anything),
  meetingInfo: nullable(anything)
}).annotate({ identifier: "NotifiedCall", description: "What a notification says of a call." })
export type NotifiedCall = typeof NotifiedCall.Type
