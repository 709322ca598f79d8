import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { execFile } from "node:child_process"
import { freePort } from "./freePort.ts"
import { hasProgram } from "./programs.ts"

const examples = `${import.meta.dirname}/../../../examples`
const bundle = `${import.meta.dirname}/../dist/recordop.js`

/** The bots that record a caller: a folder, what it needs, and how it is run. */
const bots: ReadonlyArray<readonly [folder: string, needed: string, command: ReadonlyArray<string>]> = [
  ["recording-bot", process.execPath, [process.execPath, `${examples}/recording-bot/src/main.ts`]],
  ["recording-bot-python", "python3", ["python3", `${examples}/recording-bot-python/bot.py`]],
  ["recording-bot-csharp", "dotnet", ["dotnet", "run", "--project", `${examples}/recording-bot-csharp`]]
]

/** Runs a bot under `recordop run` in a folder until it ends, and gives what both printed. */
const runBot = (command: ReadonlyArray<string>, port: number, cwd: string) =>
  Effect.callback<string>((resume) => {
    const args = ["run", "--quiet", "--caller-script", "speak 3s; tone #", "--time-scale", "60"]
    const env = {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      RECORDOP_CA_DIR: `${cwd}/ca`,
      PORT: String(port)
    }
    execFile(process.execPath, [bundle, ...args, "--", ...command], { cwd, env }, (_, stdout, stderr) =>
      resume(Effect.succeed(stdout + stderr)))
  })

describe("the example bots", () => {
  for (const [folder, needed, command] of bots) {
    const isThere = hasProgram(needed)
    const title = isThere ? "" : ` (not run: there is no ${needed} here)`
    it.live.runIf(isThere)(
      `${folder} knows nothing of recordop, prints what its README shows, and saves the recording${title}`,
      () =>
        Effect.gen(function*() {
          const files = yield* FileSystem.FileSystem
          const readme = yield* files.readFileString(`${examples}/${folder}/README.md`)
          const shown = /```text\n(.*?)```/s.exec(readme)?.[1]
          const cwd = yield* files.makeTempDirectoryScoped()
          assert.strictEqual(yield* runBot(command, yield* freePort, cwd), shown)
          const wav = yield* files.readFile(`${cwd}/recording.wav`)
          assert.strictEqual(new TextDecoder().decode(wav.subarray(0, 4)), "RIFF")
        }).pipe(Effect.provide(NodeFileSystem.layer))
    )
  }

  it.live("have no address of recordop in their code", () =>
    Effect.gen(function*() {
      const files = yield* FileSystem.FileSystem
      for (const [folder] of bots) {
        const names = yield* files.readDirectory(`${examples}/${folder}`, { recursive: true })
        const sources = names.filter((name) => /\.(?:ts|py|cs)$/.test(name) && !/node_modules|dist|obj|bin/.test(name))
        assert.isNotEmpty(sources)
        for (const name of sources) {
          assert.notMatch(
            yield* files.readFileString(`${examples}/${folder}/${name}`),
            /recordop|_emulator|4080/i,
            name
          )
        }
      }
    }).pipe(Effect.provide(NodeFileSystem.layer)))
})
