import { assert, it } from "@effect/vitest"
import { CallId, OperationId } from "@recordop/core"
import { type CallState, implicitCall } from "@recordop/emulator/model/CallState"
import type { OperationWrite } from "@recordop/emulator/model/Turn"
import { keptEndedBytes, Store } from "@recordop/emulator/Store"
import { Effect, Result } from "effect"
import { stores } from "./stores.ts"

const ids = ["First", "second", "third", "fourth"].map((id) => CallId.make(id))

const ended = (callId: CallId, at: number): CallState => ({
  ...implicitCall(callId),
  _tag: "Terminated",
  at,
  resultInfo: { code: 200, subcode: 0, message: "" }
})

/** An operation that takes almost a third of what is kept of calls that have ended. */
const large = (): OperationWrite => ({
  operation: {
    "@odata.type": "#microsoft.graph.recordOperation",
    id: OperationId.make("one"),
    status: "Completed",
    clientContext: "x".repeat(keptEndedBytes / 3 - 10_000),
    resultInfo: null,
    recordingLocation: null,
    recordingAccessToken: null,
    completionReason: null
  },
  version: 1,
  task: null,
  changeType: "created"
})

it.effect.each(stores)(
  "of calls that have ended %s keeps no more bytes than its bound, those that ended last",
  ([, layer]) =>
    Effect.gen(function*() {
      const store = yield* Store
      for (const [at, callId] of ids.entries()) {
        yield* store.transact({ _tag: "Call", callId, queue: "first" }, () =>
          Result.succeed({
            change: {
              call: { callId, state: ended(callId, at), operations: [large()], recordings: [], told: [], decided: [] },
              events: []
            },
            answer: undefined
          }))
      }
      const bounds = { endedCalls: 9, endedBefore: -1, notifications: 9, notificationBytes: 9 }
      // In SQL it is looked now and then.
      for (let change = 0; change < 1_000; change++) yield* store.prune(bounds)
      assert.deepStrictEqual((yield* store.endedCalls(9)).map(({ id }) => id), ids.slice(1).toReversed())
    }).pipe(Effect.provide(layer)),
  60_000
)
