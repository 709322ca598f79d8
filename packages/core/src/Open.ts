import type { Schema } from "effect"

/** What an open type of OData has (CSDL, OpenType): the fields that it declares, and any JSON under other names. */
export type Open<Fields extends Schema.Struct.Fields> = Schema.Struct.Type<Fields> & {
  readonly [name: string]: Schema.Json
}
