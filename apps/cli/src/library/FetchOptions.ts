import { StatusCasing } from "@recordop/core"
import { CallbackUri, NotificationForm } from "@recordop/core/calls"
import { AnyMilliseconds } from "@recordop/emulator/protocol/AnyDuration"
import { CallerScript } from "@recordop/emulator/protocol/caller"
import { ClockInstant, TimeScale } from "@recordop/emulator/protocol/clock"
import { Seed, type SeedDocument } from "@recordop/emulator/protocol/Seed"
import { Schema, Struct } from "effect"
import { PlayTime } from "../PlayTime.ts"

/** What can be said of any emulator. */
export const emulatorFields = {
  /** How time passes: as it does (unless given), or only when it is turned forward. */
  clock: Schema.Literals(["real", "frozen"]),
  /** The instant at which a frozen clock stands, as in `2026-01-01T00:00:00Z`. */
  now: ClockInstant,
  /** How many seconds pass in one. */
  timeScale: TimeScale,
  /** What there is at the start, and after a reset; nothing unless given. */
  seed: Seed,
  /** What callers do, as in `speak 3s; tone #`. */
  callerScript: CallerScript,
  /** Where bots are told of calls that come in. */
  webhook: CallbackUri,
  /** Whether requests need an access token: `off` unless given. */
  auth: Schema.Literals(["off", "any", "jwt"]),
  /** Whose calls are that do not say. */
  appId: Schema.String,
  tenantId: Schema.String,
  statusCasing: StatusCasing,
  notificationForm: NotificationForm,
  notificationCasing: StatusCasing,
  legacyNotification: Schema.Boolean,
  /** A text that ids and keys follow from: the same in every run, and after each reset. */
  deterministic: Schema.String,
  /** Hosts that notifications may be sent to besides loopback. */
  callbackHosts: Schema.Array(Schema.String),
  /** Whether prompts are fetched from their URI. */
  fetchPrompts: Schema.Boolean,
  /** Durations as in `2s` or `PT2S`. */
  promptDuration: PlayTime,
  beepDuration: PlayTime,
  recordingRetention: AnyMilliseconds
}

/** Options as they are written: seeds may be of any document that is one. */
export type Written<Options> = Omit<Options, "seed"> & { readonly seed?: SeedDocument }

/** What can be said of an emulator without a socket. */
export const FetchOptions = Schema.Struct(emulatorFields).mapFields(Struct.map(Schema.optionalKey))
export type FetchOptions = Written<typeof FetchOptions.Encoded>
