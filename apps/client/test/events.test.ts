import { assert, describe, it } from "@effect/vitest"
import * as HttpEmulator from "@recordop/client/HttpEmulator"
import { Events } from "@recordop/emulator/ports/Events"
import { callId, operation } from "@recordop/testing/Fixtures"
import { Effect, Fiber, Layer, Stream } from "effect"
import { FetchHttpClient } from "effect/http"
import { TestClock } from "effect/testing"

/** An event of an operation as the server writes it. */
const written = (id: string, version: number) =>
  `id: ${id}\nevent: updated\ndata: ${JSON.stringify({ changeType: "updated", callId, version, operation })}\n\n`

const answer = (text: string) => () => new Response(text, { headers: { "Content-Type": "text/event-stream" } })
const refused = () => Promise.reject(new TypeError("fetch failed"))

/** The events of a server that gives these answers one after another, and the ids after which it was asked. */
const scripted = Effect.fnUntraced(function*(answers: ReadonlyArray<() => Response | Promise<Response>>) {
  const asked: Array<string | null> = []
  const fetch = (_: RequestInfo | URL, init?: RequestInit) => {
    asked.push(new Headers(init?.headers).get("Last-Event-ID"))
    return Promise.resolve(answers[asked.length - 1]?.() ?? refused())
  }
  const layer = HttpEmulator.layer({ baseUrl: "http://graph.test" }).pipe(
    Layer.provide(FetchHttpClient.layer),
    Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch))
  )
  return { asked, events: yield* Effect.provide(Events, layer) }
})

/** Runs an effect while time passes. */
const inTime = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.flatMap(Effect.forkChild(effect), (fiber) =>
    Effect.raceFirst(
      Fiber.join(fiber),
      Effect.forever(Effect.andThen(
        TestClock.adjust("100 millis"),
        Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
      ))
    ))

describe("Events over HTTP", () => {
  it.effect("connect again after the last event when the connection is lost", () =>
    Effect.gen(function*() {
      const { asked, events } = yield* scripted([
        answer(": listening\n\n" + written("a-1", 1) + written("a-2", 2)),
        refused,
        answer(written("a-3", 3))
      ])
      const seen = yield* inTime(Effect.scoped(Effect.gen(function*() {
        const { events: stream } = yield* events.subscribe()
        return yield* Stream.runCollect(Stream.take(stream, 3))
      })))
      assert.deepStrictEqual(seen.map(({ id }) => id), ["a-1", "a-2", "a-3"])
      assert.deepStrictEqual(asked, [null, "a-2", "a-2"])
    }))

  it.effect("say that events may be missing when the connection is lost before the first", () =>
    Effect.gen(function*() {
      const { events } = yield* scripted([answer(": listening\n\n"), answer(written("a-3", 3))])
      const seen = yield* inTime(Effect.scoped(Effect.gen(function*() {
        const { events: stream } = yield* events.subscribe()
        return yield* Stream.runCollect(Stream.take(stream, 2))
      })))
      assert.deepStrictEqual(seen.map(({ event }) => event._tag), ["Missed", "Operation"])
    }))

  it.effect("are not asked for in a hurry from a server that ends every answer", () =>
    Effect.gen(function*() {
      const { asked, events } = yield* scripted(Array.from({ length: 100 }, () => answer(": listening\n\n")))
      yield* Effect.scoped(Effect.gen(function*() {
        const { events: stream } = yield* events.subscribe()
        const fiber = yield* Effect.forkChild(Stream.runDrain(stream))
        for (let step = 0; step < 10; step++) {
          yield* TestClock.adjust("100 millis")
          yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 5)))
        }
        yield* Fiber.interrupt(fiber)
      }))
      assert.isAtMost(asked.length, 7)
    }))

  it.effect("fail for an answer that is no stream of events", () =>
    Effect.gen(function*() {
      const { events } = yield* scripted([() => new Response("<html>")])
      const error = yield* Effect.flip(Effect.scoped(events.subscribe()))
      assert.include(error.message, "no server-sent events")
    }))

  it.effect("fail when the server does not come back", () =>
    Effect.gen(function*() {
      const { asked, events } = yield* scripted([answer(written("a-1", 1))])
      const error = yield* inTime(Effect.scoped(Effect.gen(function*() {
        const { events: stream } = yield* events.subscribe("a-0")
        return yield* Effect.flip(Stream.runDrain(stream))
      })))
      assert.strictEqual(error._tag, "Unavailable")
      assert.deepStrictEqual(asked, ["a-0", ...Array.from({ length: 7 }, () => "a-1")])
    }))

  it.effect("fail for what is no event", () =>
    Effect.gen(function*() {
      const { events } = yield* scripted([answer("event: updated\ndata: {}\n\n")])
      const error = yield* Effect.scoped(Effect.gen(function*() {
        const { events: stream } = yield* events.subscribe()
        return yield* Effect.flip(Stream.runDrain(stream))
      }))
      assert.include(error.message, "The answer cannot be read")
    }))
})
