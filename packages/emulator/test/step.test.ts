import { assert, describe, it } from "@effect/vitest"
import { type CallCommand, stepCall } from "@recordop/MISSING"
import { CallId, mergeUpdate, OperationId, type VersionedOperation } from "@recordop/core"
import { defaultRecordResponse, type RecordResponseParameters } from "@recordop/core/calls"
import { defaultEmulatorSettings } from "@recordop/emulator/engine/Emulator"
import { type CallState, CallState as CallStateSchema, implicitCall } from "@recordop/emulator/model/CallState"
import type { CallChange, LoadedCall } from "@recordop/emulator/model/Turn"
import { Result, Schema } from "effect"

const id = CallId.make("57dab8b1-894c-409a-b240-bd8beae78896")
const first = OperationId.make("first")
const second = OperationId.make("second")

const call: LoadedCall = {
  state: { ...implicitCall(id), call: { ...implicitCall(id).call, callbackUri: "http://localhost/callback" } },
  operations: new Map()
}

/** The call after a change, as a store would load it. */
const after = ({ operations }: LoadedCall, { operations: changed, state }: CallChange): LoadedCall => ({
  state,
  operations: new Map([...operations, ...changed.map(({ current }) => [current.operation.id, current] as const)])
})

const step = (loaded: LoadedCall, command: CallCommand, at: number): CallChange =>
  Result.getOrThrow(stepCall(loaded, command, at, defaultEmulatorSettings))

const record = (operationId: OperationId, parameters: Partial<RecordResponseParameters> = {}): CallCommand => ({
  _tag: "RecordResponse",
  operationId,
  parameters: { ...defaultRecordResponse, ...parameters },
  location: `http://localhost/${operationId}`,
  accessToken: "token"
})

const told = ({ notifications }: CallChange): ReadonlyArray<unknown> =>
  notifications.flatMap(({ value }) => value.map(({ resourceData }) => resourceData["state"] ?? resourceData["id"]))

const recording = after(call, step(call, record(first), 0))
const both = after(recording, step(recording, record(second), 0))

/** The same call after somebody else has ended an operation. */
const ended = (loaded: LoadedCall, ...ids: ReadonlyArray<OperationId>): LoadedCall => ({
  ...loaded,
  operations: new Map(Array.from(loaded.operations, ([id, current]): readonly [OperationId, VersionedOperation] => [
    id,
    ids.includes(id)
      ? { version: current.version + 1, operation: mergeUpdate(current.operation, { status: "Completed" }) }
      : current
  ]))
})

describe("stepCall", () => {
  it("tells once of each operation that somebody else has ended, and starts none of them", () => {
    const change = step(ended(both, first, second), { _tag: "TimePassed" }, 1_000)
    assert.deepStrictEqual(told(change), ["first", "second"])
    assert.deepStrictEqual(change.state.media, [])
    assert.deepStrictEqual(change.operations, [])
  })

  it("leaves the one that records alone when a waiting one is ended", () => {
    const change = step(ended(both, second), { _tag: "TimePassed" }, 100)
    assert.deepStrictEqual(told(change), ["second"])
    assert.deepStrictEqual(change.state.media, both.state.media.slice(0, 1))
  })

  it("ends a call once when it is ended twice at the same instant", () => {
    const script: CallCommand = { _tag: "SetScript", script: [{ _tag: "HangUp" }] }
    const scripted = after(call, step(call, script, 0))
    const listening = after(scripted, step(scripted, record(first, { playBeep: false }), 0))
    for (const command of [{ _tag: "End" }, { _tag: "Act", step: { _tag: "HangUp" } }] as const) {
      const change = step(listening, command, 0)
      assert.deepStrictEqual(told(change), ["first", "terminated"])
      assert.deepInclude(change.state.call["resultInfo"], { subcode: 18503 })
    }
    const refused = stepCall(listening, record(second), 0, defaultEmulatorSettings)
    assert.strictEqual(Result.isFailure(refused) ? refused.failure._tag : "", "CallNotFound")
  })

  it("does everything that was missed, each at its own instant", () => {
    const change = step(both, { _tag: "TimePassed" }, 1_000_000)
    assert.deepStrictEqual(
      change.operations.map(({ current: { operation } }) => operation.completionReason),
      ["maxRecordDurationReached", "maxRecordDurationReached"]
    )
    assert.deepStrictEqual(change.recordings.map(({ sound }) => sound), [
      [{ speaking: true, milliseconds: 5_000 }],
      [{ speaking: true, milliseconds: 5_000 }]
    ])
  })

  it("changes nothing before something falls due", () => {
    const change = step(recording, { _tag: "TimePassed" }, 499)
    assert.strictEqual(change.state, recording.state)
    assert.deepStrictEqual([change.operations, change.notifications], [[], []])
  })

  it("gives a state that survives JSON", () => {
    const codec = Schema.fromJsonString(CallStateSchema)
    const states: ReadonlyArray<CallState> = [call.state, both.state, step(both, { _tag: "TimePassed" }, 3_000).state]
    for (const state of states) {
      assert.deepStrictEqual(Schema.decodeSync(codec)(Schema.encodeSync(codec)(state)), state)
    }
  })
})
