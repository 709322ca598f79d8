import { assert, describe, it } from "@effect/vitest"
import { waitForEnd } from "@recordop/client"
import { mergeUpdate, type VersionedOperation } from "@recordop/core"
import type { EmulatorEvent } from "@recordop/emulator/protocol/EmulatorEvent"
import { callId, operation, operationId } from "@recordop/testing/Fixtures"
import { Effect, Stream } from "effect"

const key = { callId, operationId }
const running: VersionedOperation = { version: 1, operation: mergeUpdate(operation, { status: "Running" }) }
const ended: VersionedOperation = { version: 2, operation }

/** Waits for an operation that is looked up with these results, one after another, and of which these events tell. */
const wait = (looks: Array<VersionedOperation>, events: ReadonlyArray<EmulatorEvent>) =>
  waitForEnd({
    get: () => Effect.sync(() => looks.shift() ?? assert.fail("it is looked up once more")),
    events: Effect.succeed({
      lastEventId: "0",
      events: Stream.concat(
        Stream.fromIterable(events.map((event, index) => ({ id: String(index), event }))),
        Stream.never
      )
    })
  }, key)

describe("waitForEnd", () => {
  it.effect("looks again when events were missed, or the store was reset", () =>
    Effect.gen(function*() {
      for (const _tag of ["Missed", "Reset"] as const) {
        assert.deepStrictEqual(yield* wait([running, ended], [{ _tag }]), ended)
      }
    }))

  it.effect("does not look again for what is told", () =>
    Effect.gen(function*() {
      const change = { changeType: "updated", callId, ...ended } as const
      assert.deepStrictEqual(yield* wait([running], [{ _tag: "Operation", change }]), ended)
      assert.deepStrictEqual(yield* wait([ended], []), ended)
    }))
})
