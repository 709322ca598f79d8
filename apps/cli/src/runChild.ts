import { Deferred, Effect, Predicate, Result } from "effect"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- signals are passed on, which needs the process itself
import { spawn } from "node:child_process"
import { constants } from "node:os"
import { descendantsOf, endAll, sendSignal } from "./descendants.ts"
import { endAs } from "./exit.ts"
import { fail, type Failure } from "./Failure.ts"

/** What a shell gives for a program that it cannot find. */
const notFound = 127
const notExecutable = 126

const spawned = (program: string, args: ReadonlyArray<string>, env: Readonly<Record<string, string>>) =>
  // oxlint-disable-next-line effecttsgo/process-env -- a program gets the environment as it is
  Result.try(() => spawn(program, args, { stdio: "inherit", env: { ...process.env, ...env } }))

const hasTerminal = (): boolean => [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY)

/** The signals that a program is told of. */
const passed: ReadonlyArray<NodeJS.Signals> = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2"]

/** Those that say that it is to end. */
const ending: ReadonlySet<NodeJS.Signals> = new Set(["SIGINT", "SIGTERM", "SIGQUIT"])

/** Those that a terminal tells everybody in it of: Ctrl+C and Ctrl+\. */
const ofTerminal: ReadonlySet<NodeJS.Signals> = new Set(["SIGINT", "SIGQUIT"])

/** How long a program may take to end after a signal. */
const longestEnd = "10 seconds"

/**
 * Runs a program with more in its environment until it ends; gives its exit code. It gets the signals that this process gets, and is
 * waited for when this process is to end; a second signal ends both at once. What the program has started ends with it then, where `ps` says
 * what that is: `npm` and shells leave behind what they run.
 */
export const runChild = ([program = "", ...args]: ReadonlyArray<string>, env: Readonly<Record<string, string>>) =>
  Effect.callback<number, Failure>((resume) => {
    const cannotRun = (error: unknown) =>
      fail(
        `cannot run ${program === "" ? "a program without a name" : program}: ${
          error instanceof Error ? error.message : String(error)
        }`,
        Predicate.hasProperty(error, "code") && error.code === "EACCES" ? notExecutable : notFound
      )
    const begun = spawned(program, args, env)
    if (Result.isFailure(begun)) return resume(cannotRun(begun.failure))
    const child = begun.success
    let isSignalled = false
    let started: ReadonlyArray<number> = []
    const tell = (signal: NodeJS.Signals) =>
      Effect.map(child.pid === undefined ? Effect.succeed([]) : descendantsOf(child.pid), (pids) => {
        started = pids
        child.kill(signal)
      })
    const pass = (signal: NodeJS.Signals) => {
      if (!ofTerminal.has(signal) || !hasTerminal()) Effect.runFork(tell(signal))
      isSignalled ||= ending.has(signal)
    }
    const kill = () => {
      child.kill("SIGKILL")
      for (const pid of started) sendSignal(pid, "SIGKILL")
    }
    for (const signal of passed) process.on(signal, pass)
    // Also after the program has ended: what it has started may be there yet.
    process.on("exit", kill)
    const ended = Deferred.makeUnsafe<void>()
    const end = (result: Effect.Effect<number, Failure>) => {
      for (const signal of passed) process.off(signal, pass)
      Deferred.doneUnsafe(ended, Effect.void)
      resume(result)
    }
    child.once("error", (error) => end(cannotRun(error)))
    child.once("exit", (code, signal) => {
      const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal])
      if (isSignalled) endAs(exitCode)
      end(Effect.succeed(exitCode))
    })
    // What ends this process may be a signal that is passed on in this very moment.
    return Effect.sleep(0).pipe(
      Effect.andThen(Effect.suspend(() => isSignalled ? Effect.void : tell("SIGTERM"))),
      Effect.andThen(Effect.timeoutOrElse(Deferred.await(ended), {
        duration: longestEnd,
        orElse: () => Effect.sync(kill)
      })),
      Effect.andThen(Effect.suspend(() => endAll(started)))
    )
  })
