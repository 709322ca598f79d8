import { maxPageSize, RecordOperations } from "@recordop/core"
import { Effect } from "effect"
import { plainJson } from "../graph/Answer.ts"
import type { Handler } from "../graph/Bridge.ts"
import { collectionTarget } from "../resources/target.ts"

/** `GET /_emulator/calls/{call}/operations`: the first of its record operations; nobody asks Graph for them. */
export const listOperations: Handler<RecordOperations> = Effect.fnUntraced(function*(request) {
  const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
  const operations = yield* RecordOperations
  const { items } = yield* operations.list(callId, { limit: maxPageSize })
  return plainJson(200, { value: items.map(({ operation }) => operation) })
})
