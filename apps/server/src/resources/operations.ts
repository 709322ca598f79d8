import { formatETag, isMet, RecordOperations, type StatusCasing, VersionMismatch } from "@recordop/core"
import { Calls } from "@recordop/core/calls"
import { Effect } from "effect"
import { empty } from "../graph/Answer.ts"
import { readUpdate } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import { makeAnswers } from "./answers.ts"
import { collectionTarget, operationTarget } from "./target.ts"

/** What the routes of operations do. */
export const makeOperationHandlers = (casing: StatusCasing) => {
  const answers = makeAnswers(casing)

  const get: Handler<Calls> = Effect.fnUntraced(function*(request) {
    const { key, options, precondition } = yield* Effect.fromResult(operationTarget(request, ["$select"]))
    const calls = yield* Calls
    const versioned = yield* calls.operation(key)
    const { version } = versioned
    const { ifMatch = "*", ifNoneMatch = [] } = precondition ?? {}
    if (!isMet({ ifMatch }, version)) return yield* new VersionMismatch({ actual: version })
    return isMet({ ifNoneMatch }, version)
      ? answers.entity(request, key.callId, versioned, options)
      : empty(304, { ETag: formatETag(version) })
  })

  const update: Handler<RecordOperations> = Effect.fnUntraced(function*(request) {
    const { key, options, precondition } = yield* Effect.fromResult(operationTarget(request, ["$select"]))
    const body = yield* readUpdate(request)
    const operations = yield* RecordOperations
    const updated = yield* operations.update(key, body, precondition)
    return answers.change(request, key.callId, updated, options, 200)
  })

  const remove: Handler<RecordOperations> = Effect.fnUntraced(function*(request) {
    const { key, precondition } = yield* Effect.fromResult(operationTarget(request, []))
    const operations = yield* RecordOperations
    yield* operations.delete(key, precondition)
    return empty(204)
  })

  const create: Handler<RecordOperations> = Effect.fnUntraced(function*(request) {
    const { callId, options } = yield* Effect.fromResult(collectionTarget(request, ["$select"]))
    const properties = yield* readUpdate(request)
    const operations = yield* RecordOperations
    const created = yield* operations.create(callId, properties)
    return answers.change(request, callId, created, options, 201)
  })

  const list: Handler<RecordOperations> = Effect.fnUntraced(function*(request) {
    const { callId, options } = yield* Effect.fromResult(
      collectionTarget(request, ["$select", "$top", "$skip", "$count", "$skiptoken"])
    )
    const { $count, $skip, $skiptoken, $top } = options
    const operations = yield* RecordOperations
    const page = yield* operations.list(callId, {
      ...($top === undefined ? {} : { limit: $top }),
      ...($skip === undefined ? {} : { skip: $skip }),
      ...($skiptoken === undefined ? {} : { cursor: $skiptoken })
    })
    const count = $count === true ? yield* operations.count(callId) : undefined
    return answers.collection(request, callId, $top === 0 ? { items: [] } : page, count, options)
  })

  const count: Handler<RecordOperations> = Effect.fnUntraced(function*(request) {
    const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
    const operations = yield* RecordOperations
    const body = String(yield* operations.count(callId))
    return { status: 200, headers: { "Content-Type": "text/plain" }, body }
  })

  return { get, update, delete: remove, create, list, count }
}
