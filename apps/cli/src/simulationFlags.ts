import { StatusCasing } from "@recordop/core"
import { CallbackUri, NotificationForm } from "@recordop/core/calls"
import { formatShortDuration } from "@recordop/emulator/model/caller/shortDuration"
import { AnyMilliseconds } from "@recordop/emulator/protocol/AnyDuration"
import { CallerScript, formatCallerScript } from "@recordop/emulator/protocol/caller"
import { defaultSettings } from "@recordop/server/ServerSettings"
import { Config, type Schema } from "effect"
import { Flag } from "effect/cli"
import { hosts } from "./hostList.ts"
import { PlayTime } from "./PlayTime.ts"
import { SilenceThreshold } from "./SilenceThreshold.ts"

const defaultScript = formatCallerScript(defaultSettings.callerScript)

const duration = (
  schema: Schema.Codec<number, string>,
  name: string,
  variable: string,
  milliseconds: number,
  description: string
) =>
  Flag.String(name).pipe(
    Flag.withDescription(`${description}; ${formatShortDuration(milliseconds)} unless given (${variable})`),
    Flag.withFallbackConfig(Config.String(variable)),
    Flag.withDefault(formatShortDuration(milliseconds)),
    Flag.withSchema(schema)
  )

/** Flags of `serve` that say what it simulates, and how. */
export const simulationFlags = {
  callerScript: Flag.String("caller-script").pipe(
    Flag.withMetavar("SCRIPT"),
    Flag.withDescription(
      `What callers do when a recording listens, as in 'speak 3s; silence 2s; tone #'; '${defaultScript}' unless given ` +
        "(RECORDOP_CALLER_SCRIPT)"
    ),
    Flag.withFallbackConfig(Config.String("RECORDOP_CALLER_SCRIPT")),
    Flag.withDefault(defaultScript),
    Flag.withSchema(CallerScript)
  ),
  promptDuration: duration(
    PlayTime,
    "prompt-duration",
    "RECORDOP_PROMPT_DURATION",
    defaultSettings.promptDuration,
    "How long a prompt plays"
  ),
  beepDuration: duration(
    PlayTime,
    "beep-duration",
    "RECORDOP_BEEP_DURATION",
    defaultSettings.beepDuration,
    "How long the beep plays"
  ),
  recordingRetention: duration(
    AnyMilliseconds,
    "recording-retention",
    "RECORDOP_RECORDING_RETENTION",
    defaultSettings.recordingRetention,
    "How long recordings can be fetched after their call has ended"
  ),
  notificationForm: Flag.Literals("notification-form", NotificationForm.literals).pipe(
    Flag.withDescription(
      "How notifications look: captured (as Graph was seen to send them, unless given) or docs (as its pages show them) " +
        "(RECORDOP_NOTIFICATION_FORM)"
    ),
    Flag.withFallbackConfig(Config.Literals(NotificationForm.literals, "RECORDOP_NOTIFICATION_FORM")),
    Flag.withDefault(defaultSettings.notificationForm)
  ),
  notificationCasing: Flag.Literals("notification-casing", StatusCasing.literals).pipe(
    Flag.withDescription(
      "How notifications spell status: docs (completed, unless given) or csdl (Completed) (RECORDOP_NOTIFICATION_CASING)"
    ),
    Flag.withFallbackConfig(Config.Literals(StatusCasing.literals, "RECORDOP_NOTIFICATION_CASING")),
    Flag.withDefault(defaultSettings.notificationCasing)
  ),
  webhook: Flag.String("webhook").pipe(
    Flag.withMetavar("URL"),
    Flag.withDescription("Where bots are told of calls that come in (RECORDOP_WEBHOOK)"),
    Flag.withFallbackConfig(Config.String("RECORDOP_WEBHOOK")),
    Flag.withSchema(CallbackUri),
    Flag.optional
  ),
  legacyNotification: Flag.Boolean("legacy-notification").pipe(
    Flag.withDescription(
      "Tell of incoming calls in the older form first; a bot that answers 204 gets Graph's (RECORDOP_LEGACY_NOTIFICATION)"
    ),
    Flag.withFallbackConfig(Config.Boolean("RECORDOP_LEGACY_NOTIFICATION")),
    Flag.withDefault(defaultSettings.legacyNotification)
  ),
  callbackCa: Flag.String("callback-ca").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription("A certificate (PEM) that bots on https may be signed with (RECORDOP_CALLBACK_CA)"),
    Flag.withFallbackConfig(Config.String("RECORDOP_CALLBACK_CA")),
    Flag.optional
  ),
  deterministic: Flag.String("deterministic").pipe(
    Flag.withMetavar("SEED"),
    Flag.withDescription("A text that ids and keys follow from: the same in every run (RECORDOP_DETERMINISTIC)"),
    Flag.withFallbackConfig(Config.String("RECORDOP_DETERMINISTIC")),
    Flag.optional
  ),
  fetchPrompts: Flag.Boolean("fetch-prompts").pipe(
    Flag.withDescription(
      "Fetch prompts from their URI: they last as long as they are, and what Graph cannot play fails (RECORDOP_FETCH_PROMPTS)"
    ),
    Flag.withFallbackConfig(Config.Boolean("RECORDOP_FETCH_PROMPTS")),
    Flag.withDefault(defaultSettings.fetchPrompts)
  ),
  speechCommand: Flag.String("speech-command").pipe(
    Flag.withMetavar("COMMAND"),
    Flag.withDescription(
      "Speaks the text of say: gets it on standard input, writes a wave file, as 'espeak-ng --stdout' does (RECORDOP_SPEECH_COMMAND)"
    ),
    Flag.withFallbackConfig(Config.String("RECORDOP_SPEECH_COMMAND")),
    Flag.optional
  ),
  soundFiles: Flag.String("sound").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription(
      "A wave file that callers play by its name, as in 'play hello.wav'; can be repeated (RECORDOP_SOUND)"
    ),
    Flag.atLeast(0)
  ),
  silenceThreshold: Flag.Finite("silence-threshold").pipe(
    Flag.withMetavar("DECIBELS"),
    Flag.withDescription(
      "What is louder in a sound file is speech, -90 to 0 dB of the full volume; -40 unless given (RECORDOP_SILENCE_THRESHOLD)"
    ),
    Flag.withFallbackConfig(Config.Finite("RECORDOP_SILENCE_THRESHOLD")),
    Flag.withDefault(defaultSettings.silenceThreshold),
    Flag.withSchema(SilenceThreshold)
  ),
  callbackHosts: hosts(
    "callback-allow",
    "RECORDOP_CALLBACK_ALLOW",
    "A host that notifications may be sent to, besides loopback ones"
  )
}
