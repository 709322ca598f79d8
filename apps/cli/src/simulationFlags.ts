import {
  CallerScript,
  type ClockSetting,
  formatShortDuration,
  parseIsoDuration,
  parseShortDuration,
  StatusCasing,
  TimeScale
} from "@recordop/core"
import { defaultSettings } from "@recordop/server/ServerSettings"
import { Config, Effect, Option, Schema, SchemaGetter, SchemaIssue } from "effect"
import { Flag } from "effect/cli"
import { hosts } from "./hostList.ts"

/** A duration as people write it, such as 2s or 500ms, or as ISO 8601 has it: PT2S. */
export const DurationText = Schema.String.pipe(
  Schema.decodeTo(Schema.Int, {
    decode: SchemaGetter.transformEffect((text: string) => {
      const milliseconds = parseShortDuration(text) ?? parseIsoDuration(text)
      return milliseconds === undefined
        ? Effect.fail(
          new SchemaIssue.InvalidValue({ message: `Expected a duration such as 2s or PT2S, got "${text}"` })
        )
        : Effect.succeed(milliseconds)
    }),
    encode: SchemaGetter.transform(formatShortDuration)
  })
)

const duration = (name: string, variable: string, milliseconds: number, description: string) =>
  Flag.String(name).pipe(
    Flag.withDescription(`${description}; ${formatShortDuration(milliseconds)} unless given (${variable})`),
    Flag.withFallbackConfig(Config.String(variable)),
    Flag.withDefault(formatShortDuration(milliseconds)),
    Flag.withSchema(DurationText)
  )

/** Flags of `serve` that say what it simulates, and how. */
export const simulationFlags = {
  callerScript: Flag.String("caller-script").pipe(
    Flag.withMetavar("SCRIPT"),
    Flag.withDescription(
      "What callers do when a recording listens, as in 'speak 3s; silence 2s; tone #'; 'speak 120s' unless given " +
        "(RECORDOP_CALLER_SCRIPT)"
    ),
    Flag.withFallbackConfig(Config.String("RECORDOP_CALLER_SCRIPT")),
    Flag.withDefault("speak 120s"),
    Flag.withSchema(CallerScript)
  ),
  clockMode: Flag.Literals("clock", ["real", "frozen"]).pipe(
    Flag.withDescription(
      "How time passes: as it does (unless given), or only when it is turned forward (RECORDOP_CLOCK)"
    ),
    Flag.withFallbackConfig(Config.Literals(["real", "frozen"], "RECORDOP_CLOCK")),
    Flag.withDefault("real")
  ),
  timeScale: Flag.Finite("time-scale").pipe(
    Flag.withDescription("How many seconds pass in one (RECORDOP_TIME_SCALE)"),
    Flag.withFallbackConfig(Config.Finite("RECORDOP_TIME_SCALE")),
    Flag.withSchema(TimeScale),
    Flag.optional
  ),
  promptDuration: duration("prompt-duration", "RECORDOP_PROMPT_DURATION", 2_000, "How long a prompt plays"),
  beepDuration: duration("beep-duration", "RECORDOP_BEEP_DURATION", 500, "How long the beep plays"),
  recordingRetention: duration(
    "recording-retention",
    "RECORDOP_RECORDING_RETENTION",
    defaultSettings.recordingRetention,
    "How long recordings can be fetched after their call has ended"
  ),
  notificationCasing: Flag.Literals("notification-casing", StatusCasing.literals).pipe(
    Flag.withDescription(
      "How notifications spell status: docs (completed, unless given) or csdl (Completed) (RECORDOP_NOTIFICATION_CASING)"
    ),
    Flag.withFallbackConfig(Config.Literals(StatusCasing.literals, "RECORDOP_NOTIFICATION_CASING")),
    Flag.withDefault(defaultSettings.notificationCasing)
  ),
  callbackHosts: hosts(
    "callback-allow",
    "RECORDOP_CALLBACK_ALLOW",
    "A host that notifications may be sent to, besides loopback ones"
  )
}

/** How the clock is to run by the flags; undefined when they contradict each other. */
export const clockSetting = (
  { clockMode, timeScale }: { readonly clockMode: "real" | "frozen"; readonly timeScale: Option.Option<number> }
): ClockSetting | undefined => {
  if (Option.isNone(timeScale)) return { mode: clockMode }
  return clockMode === "frozen" ? undefined : { mode: "scaled", scale: timeScale.value }
}
