import { Schema } from "effect"

/** A row that could not be read: it is kept aside, and everything else goes on without it. */
export const SetAside = Schema.Struct({
  table: Schema.String,
  key: Schema.String,
  reason: Schema.String
})
export type SetAside = typeof SetAside.Type

/** The answer of `GET /_emulator/health`. */
export const Health = Schema.Struct({
  status: Schema.Literals(["ready", "unavailable"]),
  store: Schema.String,
  version: Schema.String,
  setAside: Schema.Array(SetAside)
})
export type Health = typeof Health.Type
