import {
  AlreadyExists,
  type CallId,
  CallNotFound,
  InvalidRequest,
  type OperationId,
  type OperationKey,
  OperationNotFound,
  type OperationTooLarge,
  type Page,
  type PageRequest,
  pageSize,
  type Precondition,
  type RecordOperationChange,
  RecordOperations,
  type RecordOperationUpdate,
  skipped,
  type VersionedOperation
} from "@recordop/core"
import { isRecordOperation, type VersionedCallOperation } from "@recordop/core/calls"
import { Effect, Result, Stream } from "effect"
import type { Decision } from "../Change.ts"
import { createOperation, deleteIf, updateIf } from "../model/commands.ts"
import { type CommandContext, type makeCommands, operationOnly } from "./commands.ts"
import { newOperationId } from "./newIds.ts"

/** `RecordOperations` on a store. */
export const makeRecordOperations = (
  { newId, store }: Pick<CommandContext, "newId" | "store">,
  { changeOperation, transact }: ReturnType<typeof makeCommands>
): RecordOperations["Service"] => {
  const get = Effect.fnUntraced(function*(key: OperationKey) {
    const found = yield* store.findOperation(key)
    if (found === undefined) return yield* new CallNotFound({ callId: key.callId })
    return yield* versionedOr(found.current, () => new OperationNotFound(key))
  })

  const list = Effect.fnUntraced(function*(callId: CallId, page: PageRequest = {}) {
    const after = parseCursor(page.cursor)
    if (after === undefined) return yield* new InvalidRequest({ message: "Unknown cursor." })
    const limit = pageSize(page)
    const listed = yield* store.page(callId, after, skipped(page), limit + 1)
    if (listed === undefined) return yield* new CallNotFound({ callId })
    const items = listed.slice(0, limit).map(({ current }) => current)
    const last = listed.at(limit - 1)
    return listed.length > limit && last !== undefined
      ? { items, nextCursor: String(last.sequence) } satisfies Page
      : { items }
  })

  const count = Effect.fnUntraced(function*(callId: CallId) {
    const count = yield* store.count(callId)
    return count === undefined ? yield* new CallNotFound({ callId }) : count
  })

  const create = (callId: CallId, properties: RecordOperationUpdate, given?: OperationId) =>
    Effect.suspend(() => {
      const operationId = given ?? newOperationId(newId)
      const need = { _tag: "Operation", callId, operationId, queue: "first" } as const
      return transact(
        need,
        (loaded): Result.Result<Decision<VersionedOperation>, AlreadyExists | OperationTooLarge> => {
          if (loaded.operation !== undefined) return Result.fail(new AlreadyExists({ callId, operationId }))
          return Result.map(createOperation(operationId, properties), (created) => ({
            change: operationOnly(loaded.callId ?? callId, { ...created, task: null, changeType: "created" }),
            answer: created
          }))
        }
      )
    })

  return RecordOperations.of({
    get,
    list,
    count,
    create,
    update: (key: OperationKey, update: RecordOperationUpdate, precondition?: Precondition) =>
      Effect.flatMap(
        changeOperation(key, updateIf(update, precondition)),
        (write) => versionedOr(write, () => new OperationNotFound(key))
      ),
    delete: (key: OperationKey, precondition?: Precondition) =>
      Effect.asVoid(changeOperation(key, deleteIf(precondition))),
    changes: Effect.map(store.subscribe(), ({ events }) =>
      Stream.filterMap(events, ({ event }) => {
        const change: Result.Result<RecordOperationChange, void> = event._tag === "Operation"
          ? Result.succeed(event.change)
          : Result.failVoid
        return change
      }))
  })
}

/** The operation if it is a recordOperation; the others are none of this port. */
const versionedOr = <E>(
  current: VersionedCallOperation | undefined,
  orElse: () => E
): Effect.Effect<VersionedOperation, E> => {
  if (current === undefined || !isRecordOperation(current.operation)) return Effect.fail(orElse())
  return Effect.succeed({ version: current.version, operation: current.operation })
}

/** Reads a cursor of ours: the sequence of the last operation of the page before; 0 without one. */
const parseCursor = (cursor: string | undefined): number | undefined => {
  if (cursor === undefined) return 0
  return /^\d{1,15}$/.test(cursor) ? Number(cursor) : undefined
}
