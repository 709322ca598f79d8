import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { recordop, serve } from "./recordop.ts"

const call = "57dab8b1-894c-409a-b240-bd8beae78896"
const operation = "72b0e085-e085-72b0-85e0-b07285e0b072"

const inFolder = Effect.gen(function*() {
  const files = yield* FileSystem.FileSystem
  const folder = yield* files.makeTempDirectoryScoped()
  return { files, file: `${folder}/before.json` }
}).pipe(Effect.orDie, Effect.provide(NodeFileSystem.layer))

describe("recordop snapshot", () => {
  it.live("saves what there is, and brings it back until a reset", () =>
    Effect.gen(function*() {
      const { env } = yield* serve()
      const { file } = yield* inFolder
      const statusNow = Effect.map(
        recordop(["get", call, operation, "--jq", ".status"], { env }),
        ({ stdout }) => stdout
      )
      yield* recordop(["update", call, operation, "--status", "completed"], { env })
      assert.deepInclude(yield* recordop(["snapshot", "save", file], { env }), { code: 0, stdout: "", stderr: "" })
      const nowhere = yield* recordop(["snapshot", "save", `${file}/x`], { env })
      assert.match(nowhere.stderr, /^recordop: cannot write \S+: [^\n]*\n$/)
      const none = yield* recordop(["snapshot", "save", `${file}-none/x`], { env })
      assert.include(none.stderr, "there is no such folder")
      yield* recordop(["delete", call, operation], { env })
      assert.strictEqual(yield* statusNow, "")
      assert.deepInclude(yield* recordop(["snapshot", "load", file], { env }), { code: 0, stdout: "", stderr: "" })
      assert.strictEqual(yield* statusNow, "Completed\n")
      yield* recordop(["reset"], { env })
      assert.strictEqual(yield* statusNow, "Running\n")
    }))

  it.live("is a seed of another server", () =>
    Effect.gen(function*() {
      const { env } = yield* serve()
      const { file, files } = yield* inFolder
      yield* recordop(["create", call, "--client-context", "second"], { env })
      const { stdout } = yield* recordop(["snapshot", "save"], { env })
      yield* Effect.orDie(files.writeFileString(file, stdout))
      const other = yield* serve(["--seed", file])
      const listed = yield* recordop(["list", call, "--jq", ".[].clientContext"], { env: other.env })
      assert.strictEqual(listed.stdout, "Client Context value\nsecond\n")
    }))

  it.live("says in one line what is wrong with a file", () =>
    Effect.gen(function*() {
      const { env } = yield* serve()
      const { file, files } = yield* inFolder
      yield* Effect.orDie(files.writeFileString(file, `{"calls":[{"id":"${call}","operations":[],"tenantID":"x"}]}`))
      const wrong = yield* recordop(["snapshot", "load", file], { env })
      assert.deepInclude(wrong, { code: 1, stdout: "" })
      assert.match(wrong.stderr, /^recordop: .*tenantID.*\n$/)
      const folder = yield* recordop(["snapshot", "save", `${file}/x`], { env })
      assert.deepInclude(folder, { code: 1, stdout: "" })
      assert.match(folder.stderr, /^recordop: cannot write .*\n$/)
    }))
})
