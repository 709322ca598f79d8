import { Advance, type ClockReading, type ClockSetting, Settle } from "@recordop/emulator/protocol/clock"
import { Effect, Option } from "effect"
import { parsed } from "./idOf.ts"
import type { AllRequests } from "./promiseRequests.ts"
import type { RequestOptions, Run } from "./run.ts"
import { runUntil, type Turn } from "./runUntil.ts"

/** Options of a turn of the clock. */
export interface AdvanceOptions extends RequestOptions {
  /** How long bots that answer first and act afterwards are waited for, as in `50ms`; see `CreateClientOptions`. */
  readonly settle?: string
}

/** Options of what turns the clock until something has happened. */
export interface UntilOptions extends AdvanceOptions {
  /** How far at the most, on the emulator's clock; one hour unless given. */
  readonly within?: string
}

/** The clock of recordop's server. */
export interface ClockClient {
  readonly get: (options?: RequestOptions) => Promise<ClockReading>
  readonly set: (setting: ClockSetting, options?: RequestOptions) => Promise<ClockReading>
  /**
   * Turns a frozen clock forward by a duration such as `7s` or `PT7S`, and does everything that falls due. With `settle`, such as
   * `50ms`, time stands after each thing that bots were told until nothing has changed for so long of real time: bots that answer
   * first and act afterwards need it.
   */
  readonly advance: (duration: string, options?: AdvanceOptions) => Promise<ClockReading>
  /**
   * Turns a frozen clock to the next instant at which something falls due, again and again, until a condition holds; waits for it where the
   * clock runs. Rejects with the code `Timeout` when it has not come to hold.
   */
  readonly runUntil: (condition: () => boolean | Promise<boolean>, options?: UntilOptions) => Promise<void>
  /** Calls off the turn that is under way; the clock then stands where it has got to. */
  readonly cancelAdvance: (options?: RequestOptions) => Promise<void>
}

const settleOf = (settle: string | undefined) =>
  settle === undefined ? undefined : parsed(Settle, settle, "a duration to settle")

/** Turns a clock until something has happened; `settle` is what turns have that do not say. */
export const untilOf = (settle: string | undefined) => (options: UntilOptions = {}): Turn => ({
  within: parsed(Advance, options.within ?? "PT1H", "a duration"),
  settle: settleOf(options.settle ?? settle)
})

/** The clock, as promises. */
export const makeClockClient = (
  { promise }: Run,
  { emulator }: AllRequests,
  defaultSettle: string | undefined
): ClockClient => {
  const turnOf = untilOf(defaultSettle)
  return {
    get: (options) => promise(emulator.getClock, options),
    set: (setting, options) => promise(emulator.setClock(setting), options),
    advance: (duration, { settle = defaultSettle, ...options } = {}) =>
      promise(emulator.advanceClock(parsed(Advance, duration, "a duration"), settleOf(settle)), options),
    runUntil: (condition, options) => {
      const holds = Effect.map(
        Effect.promise(() => Promise.resolve(condition())),
        (isTrue) => isTrue ? Option.some(undefined) : Option.none()
      )
      return promise(runUntil(emulator, holds, turnOf(options)), options)
    },
    cancelAdvance: (options) => promise(emulator.cancelAdvance, options)
  }
}
