import { Call, CallbackUri, CallOperation } from "@recordop/core/calls"
import { CallerScript } from "@recordop/emulator/model/caller/CallerScript"
import { CallState, toCall } from "@recordop/emulator/model/CallState"
import { Notification } from "@recordop/emulator/model/Notification"
import { Task } from "@recordop/emulator/model/operations/index"
import { appendSound, Sound } from "@recordop/emulator/model/recording/Sound"
import { Effect, Result, Schema, Struct } from "effect"

/**
 * The format that rows are written in; it stands beside each JSON in a column. A release that writes another one raises
 * it here, and says below how the older ones are read.
 */
export const format = 2

type Reader<A> = (text: string, format: number) => Result.Result<A, Schema.SchemaError>

const json = <S extends Schema.ConstraintDecoder<unknown>>(schema: S): Reader<S["Type"]> => {
  const decode = Schema.decodeUnknownResult(Schema.fromJsonString(schema))
  return (text) => decode(text)
}

/** An operation is its own wire form. */
export const readOperation = json(CallOperation)

export const readTask = json(Task)
export const writeTask = Schema.encodeEffect(Schema.fromJsonString(Task))

const isCall = Schema.is(Call)
const isCallback = Schema.is(Schema.toType(Schema.NullOr(CallbackUri)))

/** What the bot said of a call is open in its state, and yet has to be a call. */
export const readCallState = json(
  CallState.check(
    Schema.makeFilter((state) => isCall(toCall(state)) && isCallback(state.callbackUri), {
      expected: "the state of a call"
    })
  )
)
export const writeCallState = Schema.encodeEffect(Schema.fromJsonString(CallState))

export const readScript = Schema.decodeUnknownResult(CallerScript)
export const writeScript = Schema.encodeEffect(CallerScript)

/** What a row of a notification holds as JSON; its place in the order of all has a column of its own. */
const StoredNotification = Notification.mapFields((fields) => ({
  ...Struct.omit(fields, ["sequence"]),
  // Format 1 did not count how often somebody has asked to send it again.
  resends: Schema.withDecodingDefaultTypeKey<typeof fields.resends>(Effect.succeed(0))(fields.resends)
}))

export const readNotification = json(StoredNotification)
export const writeNotification = Schema.encodeEffect(Schema.fromJsonString(StoredNotification))

const readStretches = json(Schema.Array(Schema.Struct({ speaking: Schema.Boolean, milliseconds: Schema.Int })))
const readText = Schema.decodeUnknownResult(Sound)

/** Format 1 had a JSON array of stretches. */
export const readSound: Reader<Sound> = (text, format) =>
  format === 1
    ? Result.map(readStretches(text, format), (stretches) =>
      stretches.reduce((sound, { milliseconds, speaking }) =>
        appendSound(sound, speaking, milliseconds), ""))
    : readText(text)

/** An operation is its own wire form, so that there is nothing to encode: this is on the path of every PATCH. */
// oxlint-disable-next-line effecttsgo/prefer-schema-over-json -- a Schema would take five times as long
export const writeOperation = (operation: CallOperation): string => JSON.stringify(operation)

const Columns = Schema.fromJsonString(Schema.Record(Schema.String, Schema.Unknown))

/** What the columns of a row had. */
export const writeColumns = Schema.encodeEffect(Columns)
