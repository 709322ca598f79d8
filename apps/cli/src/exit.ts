import { Cause, Exit, Runtime } from "effect"

/*
 * Exit codes: 0 when all went well, also when SIGTERM ends `serve`, as supervisors expect; 1 for what was refused, 2 for a
 * command line that makes no sense; 128 and the number of the signal for what a signal has cut short.
 */

const numbers = { SIGINT: 2, SIGTERM: 15 } as const

type Signal = keyof typeof numbers

let received: Signal | undefined

let ended: number | undefined

/** Gives the process the exit code of a program that it has run, when a signal has cut both short. */
export const endAs = (exitCode: number): void => {
  ended = exitCode
}

const codeOf = (signal: Signal, isServer: boolean): number =>
  isServer && signal === "SIGTERM" ? 0 : 128 + numbers[signal]

/** Ends the process at once when a second signal comes: the first one ends what is under way, which may take its time. */
export const endAtSecondSignal = (): void => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (received !== undefined) process.exit(128 + numbers[signal])
      received = signal
    })
  }
}

/** Gives the process its exit code when the command has ended. */
export const teardown = (isServer: boolean): Runtime.Teardown => (exit, onExit) =>
  received !== undefined && Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)
    ? onExit(ended ?? codeOf(received, isServer))
    : Runtime.defaultTeardown(exit, onExit)
