import { assert, describe, it } from "@effect/vitest"
import * as ServerLog from "@recordop/server/ServerLog"
import { Cause, Context, Effect, Exit, Layer, Scope } from "effect"
import { TestConsole } from "effect/testing"

/** What is written by the time that the server has stopped. */
const written = Effect.fnUntraced(function*(
  format: "json" | "text",
  use: (log: Context.Service.Shape<typeof ServerLog.ServerLog>) => Effect.Effect<void>
) {
  const scope = yield* Scope.make()
  const context = yield* Layer.build(ServerLog.layer(format)).pipe(Scope.provide(scope))
  yield* Effect.provide(use(Context.get(context, ServerLog.ServerLog)), context)
  yield* Scope.close(scope, Exit.void)
  return (yield* TestConsole.logLines).join("\n")
})

const line = { method: "GET", path: "/v1.0/x", status: 404, milliseconds: 1.5, requestId: "r" }

describe("ServerLog", () => {
  it.effect("writes a request as JSON or as text", () =>
    Effect.gen(function*() {
      const json = yield* written("json", ({ request }) => Effect.sync(() => request(line)))
      assert.deepInclude(JSON.parse(json), line)
    }).pipe(Effect.provide(TestConsole.layer)))

  it.effect("writes text for people", () =>
    Effect.gen(function*() {
      const text = yield* written("text", ({ request }) => Effect.sync(() => request(line)))
      assert.match(text, /^\d\d:\d\d:\d\d GET \/v1\.0\/x 404 1\.5 ms$/)
    }).pipe(Effect.provide(TestConsole.layer)))

  it.effect("says what a defect was", () =>
    Effect.gen(function*() {
      const json = yield* written("json", () => Effect.logError(Cause.die(new Error("boom"))))
      assert.include(JSON.parse(json).message, "boom")
    }).pipe(Effect.provide(TestConsole.layer)))
})
