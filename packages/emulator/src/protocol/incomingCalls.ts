import { CallbackUri, Identity, MeetingInfo } from "@recordop/core/calls"
import { Schema } from "effect"
import { CallerScript } from "../model/caller/CallerScript.ts"

const identity = Schema.optionalKey(Identity)

/** Somebody who calls or is called, by the kind of identity. */
export const Party = Schema.Struct({
  user: identity,
  phone: identity,
  application: identity,
  applicationInstance: identity,
  guest: identity
})
export type Party = typeof Party.Type

/** The meeting or group call that a bot is called into. */
const CalledMeeting = Schema.Struct({
  chatInfo: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
  meetingInfo: Schema.optionalKey(MeetingInfo)
})

/**
 * The body of `POST /_emulator/incomingCalls`: somebody calls a bot. Without `callbackUri` the webhook of the server is
 * told, without `from` a user calls, and without `to` the bot is nobody in particular. With `meeting` it is called into
 * that.
 */
export const IncomingCallRequest = Schema.Struct({
  callbackUri: Schema.optionalKey(CallbackUri),
  from: Schema.optionalKey(Party),
  to: Schema.optionalKey(Party),
  tenantId: Schema.optionalKey(Schema.String),
  script: Schema.optionalKey(CallerScript),
  meeting: Schema.optionalKey(CalledMeeting)
})
export type IncomingCallRequest = typeof IncomingCallRequest.Type
