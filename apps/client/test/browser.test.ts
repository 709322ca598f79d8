import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { rolldown } from "rolldown"

describe("the client in a browser", () => {
  it.effect("bundles without a Node API", () =>
    Effect.gen(function*() {
      const bundle = yield* Effect.acquireRelease(
        Effect.promise(() => rolldown({ input: `${import.meta.dirname}/../src/index.ts`, platform: "browser" })),
        (bundle) => Effect.promise(() => bundle.close())
      )
      const { output } = yield* Effect.promise(() => bundle.generate({ format: "esm" }))
      const [entry] = output
      assert.deepStrictEqual([output.length, entry.imports, entry.dynamicImports], [1, [], []])
      assert.include(entry.exports, "createClient")
      assert.notMatch(entry.code, /from "node:|require\(/)
    }))
})
