import { assert, describe, it } from "@effect/vitest"
import { makeFaults } from "@recordop/emulator/engine/faults"
import type { FaultTarget } from "@recordop/emulator/model/faults"
import { maxFaults } from "@recordop/emulator/ports/Faults"
import { FaultRequest } from "@recordop/emulator/protocol/faults"
import { Effect, Result, Schema } from "effect"

const target = (changes: Partial<FaultTarget> = {}): FaultTarget => ({
  on: "request",
  method: "GET",
  url: "/v1.0/communications/calls/1",
  callId: "1",
  ...changes
})

/** Which of so many requests a fault happens to. */
const happensTo = (fault: FaultRequest, count: number) => {
  const { injector } = makeFaults([fault])
  return Array.from({ length: count }, (_, index) => index + 1).filter(() => injector.meet(target()) !== undefined)
}

describe("a fault", () => {
  it("happens to all, to some, and so often", () => {
    assert.deepStrictEqual(happensTo({ drop: true }, 3), [1, 2, 3])
    assert.deepStrictEqual(happensTo({ drop: true, nth: 2 }, 3), [2])
    assert.deepStrictEqual(happensTo({ drop: true, nth: [1, 3] }, 4), [1, 3])
    assert.deepStrictEqual(happensTo({ drop: true, times: 2 }, 4), [1, 2])
  })

  it("happens by chance, the same each time", () => {
    const fault = { drop: true, probability: 0.3, seed: 7 } as const
    const first = happensTo(fault, 1_000)
    assert.deepStrictEqual(happensTo(fault, 1_000), first)
    assert.notDeepEqual(happensTo({ ...fault, seed: 8 }, 1_000), first)
    assert.approximately(first.length, 300, 50)
    assert.deepStrictEqual(happensTo({ ...fault, probability: 0 }, 100), [])
  })

  it("is for what it names alone", () => {
    const { injector } = makeFaults([{ drop: true, method: "post", path: "/communications/calls/*", callId: "A-1" }])
    const meets = (changes: Partial<FaultTarget>) =>
      injector.meet(target({ method: "POST", callId: "a1", ...changes })) !== undefined
    assert.deepStrictEqual(
      [{}, { method: "GET" }, { url: "/v1.0/me" }, { callId: "2" }, { on: "notification" as const }].map(meets),
      [true, false, false, false, false]
    )
  })

  it.effect("is listed, counted and removed, and comes back when it is of the seed", () =>
    Effect.gen(function*() {
      const { faults, injector, reset } = makeFaults([{ drop: true, nth: 2 }])
      const added = yield* faults.add({ answer: { status: 503 } })
      injector.meet(target())
      assert.deepStrictEqual(
        (yield* faults.list).map(({ applied, id, matched }) => [id, matched, applied]),
        [["1", 1, 0], ["2", 1, 1]]
      )
      yield* faults.remove(added.id)
      assert.strictEqual((yield* Effect.flip(faults.remove(added.id)))._tag, "FaultNotFound")
      yield* faults.clear
      assert.isFalse(injector.isActive())
      yield* reset
      assert.deepStrictEqual((yield* faults.list).map(({ id, matched }) => [id, matched]), [["1", 0]])
    }))

  it.effect("is one of so many", () =>
    Effect.gen(function*() {
      const { faults } = makeFaults(Array.from({ length: maxFaults }, () => ({ drop: true }) as const))
      assert.strictEqual((yield* Effect.flip(faults.add({ drop: true })))._tag, "TooManyFaults")
    }))
})

describe("the body of a fault", () => {
  const decode = Schema.decodeUnknownResult(FaultRequest)

  it.each([
    {},
    { nth: 1 },
    { drop: true, cut: true },
    { answer: { status: 200 } },
    { duplicate: true },
    { on: "notification", answer: { status: 500 } },
    { on: "notification", method: "POST", drop: true },
    { delay: "soon" },
    { path: "calls", drop: true },
    { probability: 2, drop: true }
  ])("%j is refused", (body) => {
    assert.isTrue(Result.isFailure(decode(body)))
  })

  it("takes durations as people write them", () => {
    assert.deepStrictEqual(decode({ delay: "PT2S" }), decode({ delay: "2s" }))
  })
})
