import { assert } from "@effect/vitest"
import { type CallId, RecordOperations } from "@recordop/core"
import { Calls, defaultRecordResponse, type NewCall, type RecordResponseParameters } from "@recordop/core/calls"
import {
  CallerActionFromString,
  type CallerScript,
  CallerScript as CallerScriptCodec
} from "@recordop/emulator/model/caller/CallerScript"
import { Callers } from "@recordop/emulator/ports/Callers"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { Effect, Schema } from "effect"
import type { Simulated } from "../CallsContract.ts"

/** Adds a test that has a simulation of its own. */
export type AddTest = (sentence: string, effect: Effect.Effect<void, TestError, Simulated>) => void

/** What the ports can fail with. */
export interface TestError {
  readonly _tag: string
  readonly message: string
}

/** Adds tests. */
export type CallsSuite = (test: AddTest) => void

/** Nobody listens there. */
export const callbackUri = "http://localhost:9/callback"

// oxlint-disable-next-line effecttsgo/schema-sync -- fixtures are correct
export const script = (text: string): CallerScript => Schema.decodeSync(CallerScriptCodec)(text)
// oxlint-disable-next-line effecttsgo/schema-sync -- fixtures are correct
export const step = Schema.decodeSync(CallerActionFromString)

export const parameters = (given: Partial<RecordResponseParameters> = {}): RecordResponseParameters => ({
  ...defaultRecordResponse,
  ...given
})

/** Whom the bot calls. */
export const callee = { identity: { user: { id: "550fae72-d251-43ec-868c-373732c2704f", displayName: "Heidi" } } }

export const prompt = { mediaInfo: { uri: "https://cdn.contoso.com/prompt.wav" } }

/** A call that is established, and what can be done with it. */
export const establishedCall = Effect.fnUntraced(function*(text?: string, given: Partial<NewCall> = {}) {
  const calls = yield* Calls
  const callers = yield* Callers
  const clock = yield* EmulatorClock
  const operations = yield* RecordOperations
  const { id } = yield* calls.create({ callbackUri, targets: [callee], ...given })
  if (text !== undefined) yield* callers.setScript(id, script(text))
  yield* clock.advance(1_000)

  const record = (given: Partial<RecordResponseParameters> = {}) =>
    Effect.map(calls.recordResponse(id, parameters(given)), ({ operation }) => operation.id)
  const operation = (operationId: Effect.Success<ReturnType<typeof record>>) =>
    Effect.map(operations.get({ callId: id, operationId }), ({ operation }) => operation)
  const act = (text: string) => callers.act(id, step(text))

  return { id, calls, callers, clock, operations, record, operation, act, sent: sentTo(id) }
})

/** What was sent of a call, as in `deleted recordOperation stopToneDetected`. */
export const sentTo = (callId: CallId) =>
  Effect.gen(function*() {
    const notifications = yield* Notifications
    return (yield* notifications.list(callId)).flatMap(({ body }) =>
      body.value.flatMap(({ changeType, resourceData }) =>
        Array.isArray(resourceData) ?
          [`${changeType} participants ${resourceData.length}`] :
          [resourceData].flat().map(({ "@odata.type": type, completionReason, state, status }) =>
            `${changeType} ${nameOf(type)} ${JSON.stringify(state ?? completionReason ?? status)}`.replaceAll("\"", "")
          )
      )
    )
  })

const nameOf = (type: unknown): string => JSON.stringify(type).replace("#microsoft.graph.", "")

/** Asserts that an effect fails for this reason. */
export const failsWith = <A, E extends TestError, R>(
  effect: Effect.Effect<A, E, R>,
  tag: E["_tag"]
): Effect.Effect<E, never, R> =>
  Effect.map(Effect.orDie(Effect.flip(effect)), (error) => {
    assert.strictEqual(error._tag, tag)
    return error
  })

/** What has become of the steps of a script, as in `1 done 2000`. */
export const stepsOf = (callId: Parameters<Callers["Service"]["script"]>[0]) =>
  Effect.gen(function*() {
    const callers = yield* Callers
    const { result, steps } = yield* callers.script(callId)
    return [result, ...steps.map(({ milliseconds = "", state, step }) => `${step} ${state} ${milliseconds}`.trim())]
  })
