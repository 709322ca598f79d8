import { StoreLocation } from "@recordop/storage"
import { Schema, Struct } from "effect"
import { emulatorFields, type Written } from "./FetchOptions.ts"

const fields = {
  ...emulatorFields,
  /** The address to listen on; 127.0.0.1 unless given. */
  host: Schema.NonEmptyString,
  /** The port; any that is free unless given. */
  port: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 65_535 })),
  /** `memory` (unless given) or `sqlite:FILE`. */
  store: StoreLocation
}

/** What can be said of an emulator; the same as of `recordop serve`. */
export const EmulatorOptions = Schema.Struct(fields).mapFields(Struct.map(Schema.optionalKey))
export type EmulatorOptions = Written<typeof EmulatorOptions.Encoded>
