import { printable } from "@recordop/emulator/printable"
import { Console, Data, Effect, Runtime } from "effect"

/** Ends the process with an exit code; the reader has been told why. */
export class Failure extends Data.TaggedError("Failure")<{ readonly exitCode: number }> {
  override get [Runtime.errorExitCode]() {
    return this.exitCode
  }
  override readonly [Runtime.errorReported] = false
}

/** A request that was refused, or a document that is wrong. */
export const refused = 1

/** A command line that makes no sense. */
export const wrongUsage = 2

/** Says why in one line on stderr and fails. */
export const fail = (message: string, exitCode = refused): Effect.Effect<never, Failure> =>
  Effect.andThen(
    Console.error(`recordop: ${printable(message)}`),
    Effect.fail(new Failure({ exitCode }))
  )

/** Ends the process as a program has ended. */
export const endWith = (exitCode: number): Effect.Effect<void, Failure> =>
  exitCode === 0 ? Effect.void : Effect.fail(new Failure({ exitCode }))

/** Turns an error that has a message for the user into one line on stderr. */
export const reportFailure = <A, E extends { readonly message: string }, R>(
  effect: Effect.Effect<A, E | Failure, R>
): Effect.Effect<A, Failure, R> => Effect.catch(effect, report)

const report = (error: { readonly message: string } | Failure): Effect.Effect<never, Failure> =>
  error instanceof Failure ? Effect.fail(error) : fail(hinted(error.message))

/** What Node says of a server does not say what to do about it. */
const hints: ReadonlyArray<readonly [RegExp, string]> = [
  [/^The server cannot be reached: .*ECONNREFUSED/u, "Start one by recordop serve, or name another by --url."],
  [
    /^The server cannot be reached: .*certificate/iu,
    "Trust it by NODE_EXTRA_CA_CERTS; recordop ca says where that of recordop is."
  ],
  [/^The server cannot be reached: .*(?:EPROTO|wrong version number)/u, "Does it speak http, and not https?"],
  [/^The server cannot be reached: .*socket hang up/u, "Does it speak https, and not http?"],
  [/^The (?:answer cannot be read|server answered \d+ without saying why)/u, "Is it recordop that answers at --url?"]
]

const hinted = (message: string): string => {
  const [, hint] = hints.find(([pattern]) => pattern.test(message)) ?? []
  return hint === undefined ? message : `${message} ${hint}`
}
