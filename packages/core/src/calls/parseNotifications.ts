import { Option, Predicate, Result, Schema } from "effect"
import { CallId, OperationId } from "../Ids.ts"
import { open } from "../internal/open.ts"
import { resourcePathOf } from "../internal/resourcePath.ts"
import { spell, spellingOf } from "../internal/spelling.ts"
import { decodeOptions } from "../Problem.ts"
import { type CommsNotification, CommsNotifications } from "./CommsNotifications.ts"
import { NotifiedCall } from "./NotifiedCall.ts"
import { NotifiedOperation } from "./NotifiedOperation.ts"
import { Participant } from "./Participant.ts"

interface OfCall {
  readonly callId: CallId
  /** The notification itself, spelled as the schema spells it and without annotations. */
  readonly notification: CommsNotification
}

/** What a notification tells a bot. */
export type BotNotification =
  /** Somebody calls: answer, reject or redirect. */
  | { readonly _tag: "incomingCall" } & OfCall & { readonly call: NotifiedCall }
  /** A call is in another state, or something of it has changed. */
  | { readonly _tag: "callUpdated" } & OfCall & { readonly call: NotifiedCall }
  /** A call has ended; `call.resultInfo` says why, when Graph does. */
  | { readonly _tag: "callEnded" } & OfCall & { readonly call: NotifiedCall }
  /** A key was pressed. */
  | { readonly _tag: "toneReceived" } & OfCall & { readonly toneInfo: NonNullable<NotifiedCall["toneInfo"]> }
  | { readonly _tag: "operationUpdated" | "operationEnded" } & OfCall & {
    readonly operationId: OperationId
    readonly operation: NotifiedOperation
  }
  /** The roster, or what has changed in it when the call asked for deltas. */
  | { readonly _tag: "participantsChanged" } & OfCall & { readonly participants: ReadonlyArray<Participant> }
  /** Something else of a call, such as its content sharing sessions. */
  | { readonly _tag: "other" } & OfCall
  /** The older form that Graph tries first with some bots: answer 204, and the other form follows. */
  | { readonly _tag: "legacy"; readonly body: Readonly<Record<string, Schema.Json>> }

const decodeLegacy = Schema.decodeUnknownOption(open({ id: Schema.String, callState: Schema.String }))

const decoder = <S extends Schema.ConstraintDecoder<unknown>>(schema: S) => {
  const spelling = spellingOf(schema)
  const decode = Schema.decodeUnknownResult(schema, decodeOptions)
  return (value: unknown): Result.Result<S["Type"], Schema.SchemaError> => decode(spell(spelling, value))
}

const decodeNotifications = decoder(CommsNotifications)
const decodeCall = decoder(NotifiedCall)
const decodeOperation = decoder(NotifiedOperation)
const decodeParticipants = decoder(Schema.Array(Participant))
const decodeCallId = Schema.decodeUnknownResult(CallId, decodeOptions)
const decodeOperationId = Schema.decodeUnknownResult(OperationId, decodeOptions)

/**
 * Reads the body of a notification, in each form that Graph sends or its pages show, and gives what it tells, with the id
 * of the call from wherever it stands. Fails with `SchemaError`, which names the place.
 */
export const parseNotifications = (
  body: unknown
): Result.Result<ReadonlyArray<BotNotification>, Schema.SchemaError> => {
  const legacy = decodeLegacy(body)
  if (Option.isSome(legacy)) return Result.succeed([{ _tag: "legacy", body: legacy.value }])
  return Result.flatMap(decodeNotifications(body), ({ value }) => Result.all(value.map(toBotNotification)))
}

const toBotNotification = (notification: CommsNotification): Result.Result<BotNotification, Schema.SchemaError> => {
  const { changeType, resourceData } = notification
  const { call, operation, rest } = resourcePathOf(notification) ?? {}
  return Result.flatMap(decodeCallId(call), (callId): Result.Result<BotNotification, Schema.SchemaError> => {
    const common = { callId, notification }
    if (operation !== undefined) {
      return Result.flatMap(
        decodeOperationId(operation),
        (operationId) =>
          Result.map(decodeOperation(resourceData), (operation) => ({
            _tag: changeType === "deleted" ? "operationEnded" : "operationUpdated",
            ...common,
            operationId,
            operation
          }))
      )
    }
    if (rest === "participants") {
      return Result.map(
        decodeParticipants(Array.isArray(resourceData) ? resourceData : [resourceData]),
        (participants) => ({ _tag: "participantsChanged", ...common, participants })
      )
    }
    if (rest !== undefined) return Result.succeed({ _tag: "other", ...common })
    return Result.map(decodeCall(resourceData), (call) => ofCall(common, call))
  })
}

const ofCall = (common: OfCall, call: NotifiedCall): BotNotification => {
  const { changeType } = common.notification
  if (changeType === "deleted") return { _tag: "callEnded", ...common, call }
  const { toneInfo } = call
  if (Predicate.isNotNullish(toneInfo)) return { _tag: "toneReceived", ...common, toneInfo }
  return { _tag: changeType === "created" ? "incomingCall" : "callUpdated", ...common, call }
}
