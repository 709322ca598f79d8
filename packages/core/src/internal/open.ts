import { Schema } from "effect"

/** Any properties besides the declared ones. */
export const anyProperty = [Schema.Record(Schema.String, Schema.Json)] as const

/** A text that may be missing or null. */
export const optionalText = Schema.optionalKey(Schema.NullOr(Schema.String))

/** The type of an object, where it is said. */
export const optionalType = Schema.optionalKey(Schema.String)

/** An open type: what it does not declare is kept. */
export const open = <const F extends Schema.Struct.Fields>(fields: F) =>
  Schema.StructWithRest(Schema.Struct(fields), anyProperty)
