import { decodeOptions, formatProblems, problemsOf } from "@recordop/core"
import type { ClockSetting } from "@recordop/emulator/protocol/clock"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { defaultSettings, type ServerSettings } from "@recordop/server/ServerSettings"
import { Result, Schema } from "effect"
import { seedSettings } from "../seedSettings.ts"
import type { FetchOptions } from "./FetchOptions.ts"

/** Reads the options of a function. Throws a `TypeError` that names each that is wrong. */
export const decodeArguments = <A>(name: string, options: Schema.ConstraintDecoder<A>, given: unknown): A => {
  const decode = Schema.decodeUnknownResult(options, { ...decodeOptions, onExcessProperty: "error" })
  const result = decode(given)
  if (Result.isSuccess(result)) return result.success
  throw new TypeError(`${name}: ${formatProblems(problemsOf(result.failure.issue))}`)
}

/** What an emulator in this process is set to. Throws a `TypeError` when it is told two things of its clock. */
export const settingsOf = (name: string, given: typeof FetchOptions.Type): ServerSettings => {
  const { appId: _, clock, now, seed = emptySeed, tenantId: __, timeScale, ...rest } = given
  if (timeScale !== undefined && (clock === "frozen" || now !== undefined)) {
    throw new TypeError(`${name}: a frozen clock has no timeScale`)
  }
  if (clock === "real" && now !== undefined) throw new TypeError(`${name}: now is for a clock that is frozen`)
  return {
    ...defaultSettings,
    port: 0,
    closingGrace: 0,
    ...rest,
    ...seedSettings(seed, given),
    clock: clockOf(clock, now, timeScale)
  }
}

const clockOf = (
  mode: "real" | "frozen" | undefined,
  now: number | undefined,
  scale: number | undefined
): ClockSetting => {
  if (scale !== undefined) return { mode: "scaled", scale }
  return now === undefined ? { mode: mode ?? "real" } : { mode: "frozen", now }
}
