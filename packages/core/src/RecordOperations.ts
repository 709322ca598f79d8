import { Context, type Effect, Schema, type Scope, type Stream } from "effect"
import { type Precondition, Version } from "./ETag.ts"
import { CallId, type OperationId, type OperationKey } from "./Ids.ts"
import { RecordOperation, type RecordOperationUpdate } from "./RecordOperation.ts"
import type {
  AlreadyExists,
  CallNotFound,
  InvalidRequest,
  OperationNotFound,
  OperationTooLarge,
  Unavailable,
  VersionMismatch
} from "./RecordOperationErrors.ts"

/** An operation and how often it has been changed. */
export interface VersionedOperation {
  readonly version: Version
  readonly operation: RecordOperation
}

/** Whether an operation has ended, one way or the other. */
export const isFinal = ({ status }: RecordOperation): boolean => status === "Completed" || status === "Failed"

/** Which part of a list is wanted. */
export interface PageRequest {
  /** At most so many operations: 1 to 999, 100 unless given; larger numbers mean 999. A cursor may keep the first size. */
  readonly limit?: number
  /** Go on behind the page that named this cursor. */
  readonly cursor?: string
  /** Leave out so many operations first; 0 unless given. */
  readonly skip?: number
}

/** Operations in the order in which they were created. */
export interface Page {
  readonly items: ReadonlyArray<VersionedOperation>
  /** Where the next page starts; absent on the last one. Opaque. */
  readonly nextCursor?: string
}

/** One change of one operation: the operation as it then is or, when deleted, as it last was. */
export const RecordOperationChange = Schema.Struct({
  changeType: Schema.Literals(["created", "updated", "deleted"]),
  callId: Schema.toType(CallId),
  version: Version,
  operation: RecordOperation
})
export type RecordOperationChange = typeof RecordOperationChange.Type

/** Why an operation cannot be read. */
type FindError = CallNotFound | OperationNotFound | InvalidRequest | Unavailable

/**
 * The port: what can be done with the record operations of calls. Memory, SQL and HTTP implement it alike. Every method can
 * fail with `Unavailable` and, where a server is asked that refuses, with `InvalidRequest`.
 */
export class RecordOperations extends Context.Service<RecordOperations, {
  get(key: OperationKey): Effect.Effect<VersionedOperation, FindError>

  /** A page costs the page and not the call. Fails with `InvalidRequest` for a foreign cursor. */
  list(callId: CallId, page?: PageRequest): Effect.Effect<Page, CallNotFound | InvalidRequest | Unavailable>

  count(callId: CallId): Effect.Effect<number, CallNotFound | InvalidRequest | Unavailable>

  /**
   * Creates an operation, and the call when there is none. `status` is `NotStarted` unless given. The id is made here
   * unless given; fails with `InvalidRequest` where ids cannot be given.
   */
  create(
    callId: CallId,
    properties: RecordOperationUpdate,
    operationId?: OperationId
  ): Effect.Effect<VersionedOperation, AlreadyExists | OperationTooLarge | InvalidRequest | Unavailable>

  /**
   * Merges an update; see `mergeUpdate`. An update that changes nothing leaves the version as it is. One that ends an
   * operation which plays, records or waits ends that too.
   */
  update(
    key: OperationKey,
    update: RecordOperationUpdate,
    precondition?: Precondition
  ): Effect.Effect<VersionedOperation, FindError | VersionMismatch | OperationTooLarge>

  delete(key: OperationKey, precondition?: Precondition): Effect.Effect<void, FindError | VersionMismatch>

  /**
   * Subscribes: the stream has every change made after this effect ended, those of one operation in order. A reader who
   * is slower than a store holds events misses some. Changes that another process makes to the same database are not
   * seen, nor is a reset of the store.
   */
  readonly changes: Effect.Effect<
    Stream.Stream<RecordOperationChange, Unavailable>,
    Unavailable,
    Scope.Scope
  >
}>()("@recordop/core/RecordOperations") {}

/** How many operations a page has at the most. */
export const maxPageSize = 999

/** How many operations a page has unless the request says. */
export const defaultPageSize = 100

/** The number of operations on a page: what the request says, within the limits. */
export const pageSize = (page: PageRequest | undefined): number =>
  Math.trunc(Math.min(Math.max(page?.limit ?? defaultPageSize, 1), maxPageSize))

/** How many operations to leave out first: what the request says, as a whole number. */
export const skipped = (page: PageRequest | undefined): number => Math.trunc(Math.max(page?.skip ?? 0, 0))
