import { Effect } from "effect"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- signals are passed on, which needs the process itself
import { spawn } from "node:child_process"
import { constants } from "node:os"
import { fail, type Failure } from "./Failure.ts"

/** What a shell gives for a program that it cannot find. */
const notFound = 127

/** Runs a program with more in its environment until it ends; gives its exit code. It gets the signals that this process gets. */
export const runChild = ([program = "", ...args]: ReadonlyArray<string>, env: Readonly<Record<string, string>>) =>
  Effect.callback<number, Failure>((resume) => {
    // oxlint-disable-next-line effecttsgo/process-env -- a program gets the environment as it is
    const child = spawn(program, args, { stdio: "inherit", env: { ...process.env, ...env } })
    const pass = (signal: NodeJS.Signals) => void child.kill(signal)
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const
    for (const signal of signals) process.on(signal, pass)
    const end = (result: Effect.Effect<number, Failure>) => {
      for (const signal of signals) process.off(signal, pass)
      resume(result)
    }
    child.once("error", ({ message }) => end(fail(`cannot run ${program}: ${message}`, notFound)))
    child.once(
      "exit",
      (code, signal) => end(Effect.succeed(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
    )
    return Effect.sync(() => child.kill())
  })
