import { Effect } from "effect"
import { spawn } from "node:child_process"
import { constants } from "node:os"
import { fail } from "./Failure.ts"

/** What a shell gives for a program that it cannot find. */
const notFound = 127

/** Runs a program with more in its environment until it ends; gives its exit code. It gets the signals that this process gets. */
export const runChild = ([program = "", ...args]: ReadonlyArray<string>, env: Readonly<Record<string, string>>) =>
  Effect.flatMap(
    Effect.callback<number | Error>((resume) => {
      const child = spawn(program, args, { stdio: "inherit", env: { ...process.env, ...env } })
      const pass = (signal: NodeJS.Signals) => void child.kill(signal)
      const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const
      for (const signal of signals) process.on(signal, pass)
      const end = (result: number | Error) => {
        for (const signal of signals) process.off(signal, pass)
        resume(Effect.succeed(result))
      }
      child.once("error", end)
      child.once("exit", (code, signal) => end(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
      return Effect.sync(() => child.kill())
    }),
    (result) => result instanceof Error ? fail(`cannot run ${program}: ${result.message}`, notFound) : Effect.succeed(result)
  )
