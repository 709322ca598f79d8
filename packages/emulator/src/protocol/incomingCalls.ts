import { CallbackUri, Identity } from "@recordop/core/calls"
import { Schema } from "effect"
import { CallerScript } from "../model/caller/CallerScript.ts"

const identity = Schema.optionalKey(Identity)

/** Somebody who calls or is called, by the kind of identity. */
const Party = Schema.Struct({
  user: identity,
  phone: identity,
  application: identity,
  applicationInstance: identity,
  guest: identity
})

/**
 * The body of `POST /_emulator/incomingCalls`: somebody calls a bot. Without `callbackUri` the webhook of the server is
 * told, without `from` a user calls, and without `to` the bot is nobody in particular.
 */
export const IncomingCallRequest = Schema.Struct({
  callbackUri: Schema.optionalKey(CallbackUri),
  from: Schema.optionalKey(Party),
  to: Schema.optionalKey(Party),
  tenantId: Schema.optionalKey(Schema.String),
  script: Schema.optionalKey(CallerScript)
})
export type IncomingCallRequest = typeof IncomingCallRequest.Type
