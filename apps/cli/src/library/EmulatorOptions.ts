import { StatusCasing } from "@recordop/core"
import { CallbackUri, NotificationForm } from "@recordop/core/calls"
import { InstantFromString } from "@recordop/emulator/model/Instant"
import { AnyMilliseconds } from "@recordop/emulator/protocol/AnyDuration"
import { CallerScript } from "@recordop/emulator/protocol/caller"
import { TimeScale } from "@recordop/emulator/protocol/clock"
import { Seed, type SeedDocument } from "@recordop/emulator/protocol/Seed"
import { StoreLocation } from "@recordop/storage"
import { Schema, Struct } from "effect"
import { PlayTime } from "../PlayTime.ts"

const fields = {
  /** How time passes: as it does (unless given), or only when it is turned forward. */
  clock: Schema.Literals(["real", "frozen"]),
  /** The instant at which a frozen clock stands, as in `2026-01-01T00:00:00Z`. */
  now: InstantFromString,
  /** How many seconds pass in one. */
  timeScale: TimeScale,
  /** The address to listen on; 127.0.0.1 unless given. */
  host: Schema.NonEmptyString,
  /** The port; any that is free unless given. */
  port: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65_535 })),
  /** `memory` (unless given) or `sqlite:FILE`. */
  store: StoreLocation,
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
  /** Hosts that notifications may be sent to besides loopback. */
  callbackHosts: Schema.Array(Schema.String),
  /** Durations as in `2s` or `PT2S`. */
  promptDuration: PlayTime,
  beepDuration: PlayTime,
  recordingRetention: AnyMilliseconds
}

/** What can be said of an emulator; the same as of `recordop serve`. */
export const EmulatorOptions = Schema.Struct(fields).mapFields(Struct.map(Schema.optionalKey))
export type EmulatorOptions = Omit<typeof EmulatorOptions.Encoded, "seed"> & { readonly seed?: SeedDocument }
