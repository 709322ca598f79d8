import { NodeFileSystem } from "@effect/platform-node"
import { Effect, FileSystem } from "effect"
import { spawn } from "node:child_process"
import { freePort } from "./freePort.ts"
import { ownEnv } from "./recordop.ts"

/** Where the example is. */
export const folder = `${import.meta.dirname}/../../../examples/menu-bot`

/** Runs the bot in a folder of its own until the scope ends; gives where it listens, what it has printed since, and the folder. */
export const startBot = Effect.fnUntraced(function*(url: string) {
  const fileSystem = yield* FileSystem.FileSystem
  const cwd = yield* fileSystem.makeTempDirectoryScoped({ prefix: "menu-bot-" })
  const port = yield* freePort
  const { lines } = yield* Effect.acquireRelease(
    Effect.callback<{ readonly lines: Array<string>; readonly kill: () => void }>((resume) => {
      const child = spawn(process.execPath, [`${folder}/src/main.ts`], {
        cwd,
        env: { ...ownEnv, GRAPH_URL: url, PORT: String(port) }
      })
      const lines: Array<string> = []
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        if (chunk.startsWith("listening")) resume(Effect.succeed({ lines, kill: () => child.kill() }))
        else lines.push(chunk)
      })
    }),
    ({ kill }) => Effect.sync(kill)
  )
  return { callbackUri: `http://localhost:${port}/api/calls`, lines, cwd }
}, Effect.provide(NodeFileSystem.layer))
