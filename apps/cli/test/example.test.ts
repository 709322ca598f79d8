import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { execFile } from "node:child_process"
import { freePort } from "./freePort.ts"
import { serve } from "./recordop.ts"

const folder = `${import.meta.dirname}/../../../examples/recording-bot`

/** Runs the bot in a folder until it ends, and gives what it printed. */
const runBot = (url: string, port: number, cwd: string) =>
  Effect.callback<string>((resume) => {
    const env = {
      GRAPH_URL: `${url}/`,
      PORT: String(port)
    }
    const options = { cwd, env, timeout: 30_000 }
    execFile(process.execPath, [`${folder}/src/main.ts`], options, (_, stdout, stderr) =>
      resume(Effect.succeed(stdout + stderr)))
  })

describe("the example bot", () => {
  it.live("prints what its README shows, and saves the recording", () =>
    Effect.gen(function*() {
      const fileSystem = yield* FileSystem.FileSystem
      const readme = yield* fileSystem.readFileString(`${folder}/README.md`)
      const shown = /```text\n(.*?)```/s.exec(readme)?.[1]
      const cwd = yield* fileSystem.makeTempDirectoryScoped()
      const { url } = yield* serve(["--caller-script", "speak 3s; tone #", "--time-scale", "60"])
      assert.strictEqual(yield* runBot(url, yield* freePort, cwd), shown)
      const wav = yield* fileSystem.readFile(`${cwd}/recording.wav`)
      assert.strictEqual(new TextDecoder().decode(wav.subarray(0, 4)), "RIFF")
    }).pipe(Effect.provide(NodeFileSystem.layer)))
})
