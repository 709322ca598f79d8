import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { freePort } from "./freePort.ts"
import { recordopProcess } from "./recordop.ts"

const bots = `${import.meta.dirname}/bots`

/** Runs a program under `recordop run`, with an authority of its own. */
const run = Effect.fnUntraced(function*(
  args: ReadonlyArray<string>,
  program: ReadonlyArray<string>,
  env: Record<string, string> = {}
) {
  const files = yield* FileSystem.FileSystem
  const folder = yield* files.makeTempDirectoryScoped()
  const ran = yield* recordopProcess(["run", ...args, "--", ...program], {
    env: { PATH: process.env["PATH"] ?? "", RECORDOP_CA_DIR: folder, ...env }
  })
  return { ...ran, folder }
}, Effect.provide(NodeFileSystem.layer))

const node = process.execPath

describe("recordop run", () => {
  it.live("calls a bot once it listens, and ends with the call", () =>
    Effect.gen(function*() {
      const port = String(yield* freePort)
      const args = ["--webhook", `http://localhost:${port}/api/calls`, "--time-scale", "4"]
      const program = [node, `${bots}/webhook.mjs`]
      const script = [
        "--call-from",
        "+15551234",
        "--script",
        "expect prompt hello.wav within 5s; expect hang up within 5s"
      ]
      const good = yield* run([...args, ...script], program, { PORT: port })
      assert.strictEqual(good.code, 0, good.stderr)
      assert.match(good.stdout, /step 2 met after \d+ ms: expect hang up within 5s/)
      const bad = yield* run([...args, "--script", "expect recording within 1s"], program, { PORT: port })
      assert.strictEqual(bad.code, 1)
      assert.match(bad.stderr, /step 1 failed after 1000 ms: expect recording within 1s/)
    }))

  it.live("passes the exit code on, and says in one line why a program cannot run", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* run([], [node, "-e", "process.exit(7)"])).code, 7)
      const missing = yield* run(["--quiet"], ["no-such-program"])
      assert.strictEqual(missing.code, 127)
      assert.match(missing.stderr, /^recordop: cannot run no-such-program: .*ENOENT\n$/)
      const unheard = yield* run(["--script", "hang up"], [node, "-e", "0"])
      assert.deepStrictEqual([unheard.code, unheard.stderr], [2, "recordop: --call-from and --script need --webhook\n"])
    }))

  it.live("keeps the key of its authority for its owner, and makes it once", () =>
    Effect.gen(function*() {
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped()
      const read = Effect.gen(function*() {
        yield* run([], [node, "-e", "0"], { RECORDOP_CA_DIR: folder })
        return yield* files.readFileString(`${folder}/authority.pem`)
      })
      assert.strictEqual(yield* read, yield* read)
      assert.strictEqual((yield* files.stat(`${folder}/authority.pem`)).mode & 0o777, 0o600)
    }).pipe(Effect.provide(NodeFileSystem.layer)))
})
