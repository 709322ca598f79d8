import { CallId, idKey, OperationId, RecordOperation, type RecordOperationUpdate } from "@recordop/core"
import { CallbackUri, OnlineMeeting, Participant } from "@recordop/core/calls"
import { Effect, Schema } from "effect"
import { CallerScript } from "../model/caller/CallerScript.ts"
import { Name } from "../model/caller/CallerStep.ts"
import { App } from "./apps.ts"
import { FaultRequest } from "./faults.ts"
import { CannedResponse } from "./responses.ts"

const isUnique = (ids: ReadonlyArray<CallId | OperationId>): boolean => new Set(ids.map(idKey)).size === ids.length

/** A call that stands. Without anything but its operations nobody has made it, and nobody is told of it. */
const SeedCall = Schema.Struct({
  id: CallId,
  /** Where the bot is told of the call. */
  callbackUri: Schema.optionalKey(CallbackUri),
  /** Whose call it is. */
  appId: Schema.optionalKey(Schema.String),
  tenantId: Schema.optionalKey(Schema.String),
  /** Who is in it, the bot last. */
  participants: Schema.optionalKey(Schema.Array(Participant)),
  /** What the caller does when a recording listens. */
  script: Schema.optionalKey(CallerScript),
  /** What else Graph shows of it, as in `{"subject":"Help"}`. */
  properties: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
  operations: Schema.Array(RecordOperation).check(
    Schema.makeFilter((operations) => isUnique(operations.map(({ id }) => id)), {
      expected: "operations with different ids"
    })
  )
})
export type SeedCall = typeof SeedCall.Type

const SeedCalls = Schema.Array(SeedCall).check(
  Schema.makeFilter((calls) => isUnique(calls.map(({ id }) => id)), { expected: "calls with different ids" })
)

/**
 * What a store holds when it is new: `{"calls":[{"id":"…","operations":[{"id":"…","status":"Running"}]}]}`, and `meetings`
 * that bots can look up and join. `responses` are what the server answers where it serves nothing, `apps` who gets tokens, `faults` what
 * goes wrong from the start, and `sounds` the wave files that scripts play, as `{"hello.wav":"sounds/hello.wav"}` has them by name.
 */
export const Seed = Schema.Struct({
  calls: Schema.withDecodingDefaultTypeKey<typeof SeedCalls>(Effect.succeed([]))(SeedCalls),
  meetings: Schema.optionalKey(Schema.Array(OnlineMeeting)),
  responses: Schema.optionalKey(Schema.Array(CannedResponse)),
  apps: Schema.optionalKey(Schema.Array(App)),
  faults: Schema.optionalKey(Schema.Array(FaultRequest)),
  sounds: Schema.optionalKey(Schema.Record(Name, Schema.NonEmptyString))
}).annotate({ identifier: "Seed", description: "What a store starts with, and what else the server answers." })
export type Seed = typeof Seed.Type

/** A seed as it is written: of an operation only the id has to be said. */
export type SeedDocument = Omit<typeof Seed.Encoded, "calls"> & {
  readonly calls?: ReadonlyArray<
    Omit<typeof SeedCall.Encoded, "operations"> & {
      readonly operations: ReadonlyArray<RecordOperationUpdate & { readonly id: string }>
    }
  >
}

/** A store that starts with nothing. */
export const emptySeed: Seed = { calls: [] }

/** One call with the operation of Graph's page "Update recordOperation", still running. */
export const demoSeed: Seed = {
  calls: [{
    id: CallId.make("57dab8b1-894c-409a-b240-bd8beae78896"),
    operations: [{
      "@odata.type": "#microsoft.graph.recordOperation",
      id: OperationId.make("72b0e085-e085-72b0-85e0-b07285e0b072"),
      status: "Running",
      clientContext: "Client Context value",
      resultInfo: { code: 4, subcode: 7, message: "Message value" },
      recordingLocation: "Recording Location value",
      recordingAccessToken: "Recording Access Token value",
      completionReason: null
    }]
  }]
}

/** What a store holds at a moment, as a seed. */
export const Snapshot = Schema.Struct({ calls: Seed.fields.calls, meetings: Seed.fields.meetings })
export type Snapshot = typeof Snapshot.Type
