import {
  type Attempt,
  type CallerScript,
  CallerScript as CallerScriptSchema,
  CallId,
  Calls,
  defaultRecordResponse,
  defaultSimulation,
  emptySeed,
  EmulatorClock,
  layerMemory,
  layerSimulation,
  type Notification,
  NotificationSender,
  RecordOperations,
  type RecordResponseParameters,
  type SimulationSettings
} from "@recordop/core"
import { Effect, Layer, Schema } from "effect"

/** What bots were sent, in order. */
export type Sent = Array<Notification>

/** A bot that answers as told; 200 unless told. */
export const layerBot = (
  sent: Sent,
  answer: (notification: Notification) => Omit<Attempt, "at"> = () => ({ status: 200 })
) =>
  Layer.succeed(NotificationSender, {
    send: (notification) =>
      Effect.sync(() => {
        sent.push(notification)
        return answer(notification)
      })
  })

/** A simulation on memory with a frozen clock and a bot. */
export const layerFrozen = (
  sent: Sent,
  settings: Partial<SimulationSettings> = {},
  answer?: (notification: Notification) => Omit<Attempt, "at">
) =>
  layerSimulation({ ...defaultSimulation, clock: { mode: "frozen" }, ...settings }).pipe(
    Layer.provideMerge(Layer.mergeAll(layerMemory(emptySeed), layerBot(sent, answer)))
  )

export const script = (text: string): CallerScript => Schema.decodeSync(CallerScriptSchema)(text)

/** A call that is established, with a caller who follows the script. */
export const establishedCall = Effect.fnUntraced(function*(text?: string) {
  const calls = yield* Calls
  const clock = yield* EmulatorClock
  const { id } = yield* calls.create({ callbackUri: "http://localhost/callback" })
  if (text !== undefined) yield* calls.setCallerScript(id, script(text))
  yield* clock.advance(1_000)
  return { calls, clock, id, operations: yield* RecordOperations }
})

export const parameters = (given: Partial<RecordResponseParameters> = {}): RecordResponseParameters => ({
  ...defaultRecordResponse,
  ...given
})

export const unknownCall = CallId.make("00000000-0000-0000-0000-000000000001")

/** What a notification says: the change, the type of the resource and its state or status. */
export const summary = ({ body }: Notification): ReadonlyArray<unknown> =>
  body.value.map(({ changeType, resourceData }) =>
    [
      changeType,
      String(resourceData["@odata.type"]).replace("#microsoft.graph.", ""),
      resourceData["state"] ?? resourceData["completionReason"] ?? resourceData["status"]
    ].join(" ")
  )
