import {
  formatETag,
  isFinal,
  OperationId,
  parseETags,
  type Precondition,
  type RecordOperation,
  type RecordOperationUpdate,
  type VersionedOperation
} from "@recordop/core"
import { Effect, Option } from "effect"
import { untilOf, type UntilOptions } from "./clockClient.ts"
import { downloadRecording } from "./download.ts"
import { idOf } from "./idOf.ts"
import type { AllRequests } from "./promiseRequests.ts"
import { RequestFailed } from "./RequestFailed.ts"
import type { RequestOptions, Run } from "./run.ts"
import { runUntil } from "./runUntil.ts"
import { waitForEnd } from "./waitForEnd.ts"

/** An operation and the version that it is in. */
export type OperationEntity = RecordOperation & { readonly "@odata.etag": string }

/** Options of requests that change an operation. */
export interface ChangeOptions extends RequestOptions {
  /** Make the change only to this version: an `@odata.etag`, several separated by commas, or `*`. */
  readonly ifMatch?: string
}

/** One operation of a call. */
export interface OperationClient {
  readonly get: (options?: RequestOptions) => Promise<OperationEntity>
  /** Changes what `update` names; null clears. */
  readonly update: (update: RecordOperationUpdate, options?: ChangeOptions) => Promise<OperationEntity>
  readonly delete: (options?: ChangeOptions) => Promise<void>
  /** The operation once it has ended. Needs recordop's server; rejects with a `NotFoundError` when it is deleted. */
  readonly wait: (options?: RequestOptions) => Promise<OperationEntity>
  /** The same; a frozen clock is turned until it has ended. Rejects with the code `Timeout` when that takes longer than `within`. */
  readonly waitForEnd: (options?: UntilOptions) => Promise<OperationEntity>
  /** The recording that the operation has left, as a wave file. */
  readonly download: (options?: RequestOptions) => Promise<Uint8Array>
}

/** The operation with its entity tag. */
export const toEntity = ({ operation, version }: VersionedOperation): OperationEntity => ({
  ...operation,
  "@odata.etag": formatETag(version)
})

/** What can be done with an operation, as promises. */
export const makeOperationClient = (
  { promise }: Run,
  requests: AllRequests,
  callId: Parameters<AllRequests["get"]>[0]["callId"],
  id: string,
  settle?: string
): OperationClient => {
  const key = { callId, operationId: idOf(OperationId, id) }
  const ended = Effect.map(
    requests.get(key),
    (current) => isFinal(current.operation) ? Option.some(toEntity(current)) : Option.none()
  )
  return {
    get: (options) => promise(Effect.map(requests.get(key), toEntity), options),
    update: (update, options) =>
      promise(
        preconditionOf(options).pipe(
          Effect.flatMap((condition) => requests.update(key, update, condition)),
          Effect.map(toEntity)
        ),
        options
      ),
    delete: (options) =>
      promise(Effect.flatMap(preconditionOf(options), (condition) => requests.delete(key, condition)), options),
    wait: (options) => promise(Effect.map(waitForEnd(requests, key), toEntity), options),
    waitForEnd: (options) =>
      promise(
        runUntil(requests.emulator, ended, untilOf(settle)(options), `Operation ${key.operationId} has not ended`),
        options
      ),
    download: (options) =>
      promise(Effect.flatMap(requests.get(key), ({ operation }) => downloadRecording(operation)), options)
  }
}

const preconditionOf = ({ ifMatch }: ChangeOptions = {}): Effect.Effect<Precondition, RequestFailed> => {
  if (ifMatch === undefined) return Effect.succeed({})
  const tags = parseETags(ifMatch)
  return tags === undefined
    ? Effect.fail(new RequestFailed({ status: 400, code: "BadRequest", message: `Not an entity tag: ${ifMatch}.` }))
    : Effect.succeed({ ifMatch: tags })
}
