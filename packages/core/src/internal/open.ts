import { Schema } from "effect"

/** Any properties besides the declared ones. */
export const anyProperty = [Schema.Record(Schema.String, Schema.Json)] as const

/** An open type: what it does not declare is kept. */
export const open = <const F extends Schema.Struct.Fields>(fields: F) =>
  Schema.StructWithRest(Schema.Struct(fields), anyProperty)
