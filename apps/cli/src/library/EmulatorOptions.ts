import { Name } from "@recordop/emulator/model/caller/CallerStep"
import { StoreLocation } from "@recordop/storage"
import { Schema, Struct } from "effect"
import { SilenceThreshold } from "../SilenceThreshold.ts"
import { emulatorFields, type Written } from "./FetchOptions.ts"

const fields = {
  ...emulatorFields,
  /** The address to listen on; 127.0.0.1 unless given. */
  host: Schema.NonEmptyString,
  /** The port; any that is free unless given. */
  port: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65_535 })),
  /** Wave files by the names that scripts play them by, as in `{ "hello.wav": "test/sounds/hello.wav" }`; like those of a seed from the working directory on. */
  sounds: Schema.Record(Name, Schema.NonEmptyString),
  /** What is louder in a sound file is speech, in decibels of the full volume; -40 unless given. */
  silenceThreshold: SilenceThreshold,
  /** `memory` (unless given) or `sqlite:FILE`. */
  store: StoreLocation
}

/** What can be said of an emulator; the same as of `recordop serve`. */
export const EmulatorOptions = Schema.Struct(fields).mapFields(Struct.map(Schema.optionalKey))
export type EmulatorOptions = Written<typeof EmulatorOptions.Encoded>
