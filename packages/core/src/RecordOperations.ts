import { Context, type Effect, Schema, type Scope, type Stream } from "effect"
import { type Precondition, Version } from "./ETag.ts"
import { CallId, type OperationId, type OperationKey } from "./Ids.ts"
import { RecordOperation, type RecordOperationUpdate } from "./RecordOperation.ts"
import type { RecordOperationsError } from "./RecordOperationsError.ts"

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

/**
 * The port: what can be done with the record operations of calls. Memory, SQL and HTTP implement it alike.
 *
 * Every method can fail with `Unavailable`.
 */
export class RecordOperations extends Context.Service<RecordOperations, {
  /** Fails with `CallNotFound` or `OperationNotFound`. */
  get(key: OperationKey): Effect.Effect<VersionedOperation, RecordOperationsError>

  /** A page costs the page and not the call. Fails with `CallNotFound`, or `InvalidRequest` for a foreign cursor. */
  list(callId: CallId, page?: PageRequest): Effect.Effect<Page, RecordOperationsError>

  /** Fails with `CallNotFound`. */
  count(callId: CallId): Effect.Effect<number, RecordOperationsError>

  /**
   * Creates an operation, and the call when there is none. `status` is `NotStarted` unless given. The id is made here
   * unless given; fails with `AlreadyExists`, or with `InvalidRequest` where ids cannot be given.
   */
  create(
    callId: CallId,
    properties: RecordOperationUpdate,
    operationId?: OperationId
  ): Effect.Effect<VersionedOperation, RecordOperationsError>

  /**
   * Does `mergeUpdate`, atomically, and raises the version if that changes anything. Fails with `CallNotFound`,
   * `OperationNotFound` or `VersionMismatch`.
   */
  update(
    key: OperationKey,
    update: RecordOperationUpdate,
    precondition?: Precondition
  ): Effect.Effect<VersionedOperation, RecordOperationsError>

  /** Fails with `CallNotFound`, `OperationNotFound` or `VersionMismatch`. */
  delete(key: OperationKey, precondition?: Precondition): Effect.Effect<void, RecordOperationsError>

  /**
   * Subscribes: the stream has every change made after this effect ended, those of one operation in order. Changes that
   * another process makes to the same database are not seen, nor is a reset of the store.
   */
  readonly changes: Effect.Effect<
    Stream.Stream<RecordOperationChange, RecordOperationsError>,
    RecordOperationsError,
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
