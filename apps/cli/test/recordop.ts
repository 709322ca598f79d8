import { NodeServices } from "@effect/platform-node"
import { Cause, ConfigProvider, Console, Effect, Exit, Layer, Sink, Stdio, Stream } from "effect"
import { CliError, CliOutput, Command } from "effect/cli"
import { execFile, spawn } from "node:child_process"
import { tmpdir } from "node:os"
import { cli } from "recordop/Cli"
import { Failure, wrongUsage } from "recordop/Failure"
import { presenter } from "recordop/presenter"
import { version } from "recordop/version"

const bundle = `${import.meta.dirname}/../dist/recordop.js`

/** What a run of the command gave. */
export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** What a run is given besides its arguments. */
interface Given {
  readonly env?: Record<string, string>
  readonly stdin?: string
}

/** What every process is given: the bundle is compiled once, and not by each of the hundred that run it. */
export const ownEnv = { NODE_COMPILE_CACHE: `${tmpdir()}/recordop-compile-cache` }

/** Runs the bundled command with plain Node, as its package's `bin` does. */
export const recordopProcess = (args: ReadonlyArray<string>, { env = {}, stdin = "" }: Given = {}) =>
  Effect.callback<Run>((resume) => {
    const child = execFile(
      process.execPath,
      [bundle, ...args],
      { env: { ...ownEnv, ...env } },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : Number(error.code)
        resume(Effect.succeed({ code, stdout, stderr }))
      }
    )
    child.stdin?.end(stdin)
  })

const codeOf = (exit: Exit.Exit<unknown, unknown>): number => {
  if (Exit.isSuccess(exit)) return 0
  const error = Cause.squash(exit.cause)
  if (error instanceof Failure) return error.exitCode
  return CliError.isCliError(error) ? wrongUsage : 1
}

const run = Command.runWith(cli, { version })

/** Runs the command in this process: the same, but for what only a process has, in a hundredth of the time. */
export const recordop = (args: ReadonlyArray<string>, { env = {}, stdin = "" }: Given = {}) =>
  Effect.suspend(() => {
    const printed = { stdout: "", stderr: "" }
    const line = (name: keyof typeof printed) => (...parts: ReadonlyArray<unknown>) => {
      printed[name] += `${parts.join(" ")}\n`
    }
    const decoder = new TextDecoder()
    const layerStdio = Stdio.layerTest({
      stdin: Stream.make(new TextEncoder().encode(stdin)),
      stdout: () =>
        Sink.forEach((chunk) =>
          Effect.sync(() => {
            printed.stdout += typeof chunk === "string" ? chunk : decoder.decode(chunk)
          })
        ),
      stdoutIsTerminal: Effect.succeed(false),
      stdinIsTerminal: Effect.succeed(false)
    })
    return Effect.exit(run(args)).pipe(
      Effect.provideService(
        Console.Console,
        Object.assign(Object.create(globalThis.console), { log: line("stdout"), error: line("stderr") })
      ),
      Effect.provide([
        layerStdio.pipe(Layer.provideMerge(NodeServices.layer)),
        CliOutput.layerPresenter(presenter),
        ConfigProvider.layer(ConfigProvider.fromEnv({ env }))
      ]),
      Effect.map((exit): Run => ({ code: codeOf(exit), ...printed }))
    )
  })

/** Runs the command until the scope ends, and gives the lines that it has printed so far. */
export const spawnRecordop = (args: ReadonlyArray<string>, { env }: { readonly env: Record<string, string> }) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const child = spawn(process.execPath, [bundle, ...args], { env: { ...ownEnv, ...env } })
      const lines: Array<string> = []
      child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
        lines.push(...chunk.split("\n").filter((line) => line !== ""))
      })
      return { child, lines }
    }),
    ({ child }) => Effect.sync(() => child.kill())
  )

/** Runs `recordop serve` until the scope ends, and gives its URL, what it has printed so far, and ways to end it. */
export const serve = (args: ReadonlyArray<string> = [], env: Record<string, string> = {}) =>
  serving(process.execPath, [bundle, "serve", "--port", "0", ...args], env)

/** The same, with what a command of the shell limits. */
export const serveLimited = (limit: string, args: ReadonlyArray<string>) =>
  serving(
    "/bin/sh",
    ["-c", `${limit}; exec "$@"`, "sh", process.execPath, bundle, "serve", "--port", "0", ...args],
    {}
  )

const serving = (command: string, args: ReadonlyArray<string>, env: Record<string, string>) =>
  Effect.map(
    Effect.acquireRelease(
      Effect.callback<
        {
          readonly stop: Effect.Effect<number>
          readonly kill: Effect.Effect<number>
          readonly url: string
          readonly lines: ReadonlyArray<string>
        }
      >(
        (resume) => {
          const child = spawn(command, args, { env })
          const lines: Array<string> = []
          const exited = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? -1)))
          const signal = (name: NodeJS.Signals) =>
            Effect.promise(() => {
              child.kill(name)
              return exited
            })
          const stop = signal("SIGTERM")
          const kill = signal("SIGKILL")
          child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
            lines.push(...chunk.split("\n").filter((line) => line !== ""))
            const url = /Listening on (http[^"\s]*)/.exec(lines[0] ?? "")?.[1]
            if (url !== undefined) resume(Effect.succeed({ stop, kill, url, lines }))
          })
        }
      ),
      ({ stop }) => stop
    ),
    (server) => ({ ...server, env: { RECORDOP_URL: server.url } })
  )
