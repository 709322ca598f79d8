import { Schema } from "effect"

/** The `clientContext` of an operation and of the actions that start one. */
export const clientContext = Schema.NullOr(
  Schema.String.check(Schema.isMaxLength(256, { expected: "at most 256 characters" }))
).annotate({ description: "What the bot gave to recognize the operation by; at most 256 UTF-16 code units." })
