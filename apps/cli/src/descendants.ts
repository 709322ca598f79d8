import { Effect, Schedule } from "effect"

/** The processes that a process has started, and those that they have; none where the system does not say. */
export const descendantsOf = (pid: number): Effect.Effect<ReadonlyArray<number>> =>
  Effect.tryPromise(() => import("pidtree").then(({ default: pidtree }) => pidtree(pid))).pipe(
    Effect.orElseSucceed(() => [])
  )

/** Sends a signal; whether there is still somebody who gets it. */
export const sendSignal = (pid: number, signal: NodeJS.Signals | 0): boolean => {
  try {
    return process.kill(pid, signal)
  } catch {
    return false
  }
}

/** How long it is waited for processes that have been told to end. */
const longestEnd = "2 seconds"

/** Tells processes to end that their parent has left behind. */
export const endAll = (pids: ReadonlyArray<number>): Effect.Effect<void> =>
  Effect.suspend(() => {
    const told = pids.filter((pid) => sendSignal(pid, "SIGTERM"))
    const areGone = Effect.sync(() => !told.some((pid) => sendSignal(pid, 0)))
    return Effect.repeat(areGone, { schedule: Schedule.spaced("20 millis"), until: (gone) => gone })
  }).pipe(Effect.timeoutOption(longestEnd), Effect.asVoid)
