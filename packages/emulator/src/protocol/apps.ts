import { Schema } from "effect"

/**
 * A registered application: a bot that can get tokens. Without `secret` any is right, without `tenant` any tenant knows it, and without
 * `roles` it has all that calls need.
 */
export const App = Schema.Struct({
  id: Schema.String,
  secret: Schema.optionalKey(Schema.String),
  tenant: Schema.optionalKey(Schema.String),
  roles: Schema.optionalKey(Schema.Array(Schema.String))
}).annotate({ identifier: "App", description: "A registered application: a bot that can get tokens." })
export type App = typeof App.Type
