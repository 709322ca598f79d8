import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { folder, startBot } from "./menuBot.ts"
import { recordopProcess, serve } from "./recordop.ts"

const call = (url: string, callbackUri: string, script: string, more: ReadonlyArray<string> = []) =>
  recordopProcess(
    ["call", "incoming", "--wait", "--callback-uri", callbackUri, "--script", script, "-o", "table", ...more],
    { env: { RECORDOP_URL: url } }
  )

describe("the menu bot", () => {
  it.live("does what its README says, and prints what that shows", () =>
    Effect.gen(function*() {
      const fileSystem = yield* FileSystem.FileSystem
      const readme = yield* fileSystem.readFileString(`${folder}/README.md`)
      const script = /--script '([^']*)'/.exec(readme)?.[1] ?? ""
      const { url } = yield* serve(["--time-scale", "2", "--fetch-prompts"])
      const { callbackUri, cwd, lines } = yield* startBot(url)
      const { code, stderr, stdout } = yield* call(url, callbackUri, script)
      assert.deepStrictEqual([code, stderr], [0, ""])
      assert.match(stdout, /step 1 met after \d+ ms: expect prompt menu.wav within 3s/)
      assert.strictEqual(lines.join(""), /```text\n(.*?)```/s.exec(readme)?.[1])
      assert.isAtLeast((yield* fileSystem.readFile(`${cwd}/message.wav`)).length, 96_000)
    }).pipe(Effect.provide(NodeFileSystem.layer)))

  it.live("transfers whoever presses 2, and says the menu again to whoever presses something else", () =>
    Effect.gen(function*() {
      const { url } = yield* serve(["--time-scale", "4"])
      const { callbackUri } = yield* startBot(url)
      const { code, stderr } = yield* call(
        url,
        callbackUri,
        "when prompt menu.wav: tone 9; expect prompt menu.wav ends; expect prompt menu.wav within 3s; tone 2; " +
          "expect transfer within 3s; expect hang up within 5s"
      )
      assert.deepStrictEqual([code, stderr], [0, ""])
    }))

  it.live("lets the command end once everything that is expected has come, though the bot stays", () =>
    Effect.gen(function*() {
      const { url } = yield* serve(["--time-scale", "4"])
      const { callbackUri } = yield* startBot(`${url}/`)
      const { code, stderr, stdout } = yield* call(url, callbackUri, "expect prompt menu.wav")
      assert.deepStrictEqual([code, stderr], [0, ""])
      assert.match(stdout, /script passed/)
    }))

  it.live("makes the command fail with the step that failed and no other, or when it takes too long", () =>
    Effect.gen(function*() {
      const { url } = yield* serve(["--time-scale", "4"])
      const { callbackUri } = yield* startBot(url)
      const failed = yield* call(url, callbackUri, "expect recording within 1s; expect hang up within 20s")
      assert.match(failed.stderr, /recordop: step 1 failed after 1000 ms: expect recording within 1s\n$/)
      const late = yield* call(url, callbackUri, "expect recording", ["--timeout", "1s"])
      assert.strictEqual(late.code, 1)
      assert.match(late.stderr, /the call goes on after 1s/)
    }))

  it.live("makes the command fail when it does not do what is expected, which says what happened", () =>
    Effect.gen(function*() {
      const { url } = yield* serve(["--time-scale", "4"])
      const { callbackUri, lines } = yield* startBot(url)
      const { code, stderr, stdout } = yield* call(
        url,
        callbackUri,
        "expect prompt menu.wav; tone 2; expect recording within 2s"
      )
      assert.strictEqual(code, 1)
      assert.match(stdout, /step 3 failed after 2000 ms: expect recording within 2s/)
      assert.match(stderr, /0\.000 s {2}established\n/)
      assert.match(stderr, /caller: tone 2\n/)
      assert.match(stderr, /\nrecordop: step 3 failed after 2000 ms: expect recording within 2s\n$/)
      assert.include(lines.join(""), "call terminated")
      const rejected = yield* call(url, "http://localhost:9/nobody", "hang up")
      assert.strictEqual(rejected.code, 1)
      assert.match(rejected.stderr, /the bot did not take the call/)
    }))
})
