import { isSameJson, withoutNegativeZero } from "./internal/json.ts"
import type { RecordOperation, RecordOperationUpdate } from "./RecordOperation.ts"
import type { ResultInfo, ResultInfoUpdate } from "./ResultInfo.ts"

/**
 * Applies an update to an operation and returns the operation as it then is. Pure and total: a valid operation and a
 * valid update give a valid operation, and `operation` itself when the update changes nothing.
 *
 * - A property that the update does not name stays as it is; a primitive replaces.
 * - `null` clears `clientContext`, `resultInfo`, `recordingLocation`, `recordingAccessToken` and `completionReason`.
 * - `resultInfo` is merged property by property. Over null, a missing `code` or `subcode` becomes 0 and a missing
 *   `message` null; an object that names no property changes nothing.
 * - A dynamic property is replaced as a whole; `null` removes it.
 * - `id` and `@odata.type` never change; `-0` is 0, and what is set to what it is already stays as it is.
 *
 * Laws: `mergeUpdate(o, {})` is `o`; merging an update twice is merging it once; merging `p` and then `q` is merging
 * `composeUpdates(p, q)`; what the update does not name is untouched; the id never changes; the result decodes.
 *
 * Source: OData 4.01 part 1, 11.4.3 (update an entity) and 11.4.9.3 (update a complex property).
 */
export const mergeUpdate = (operation: RecordOperation, update: RecordOperationUpdate): RecordOperation => {
  const resultInfo = mergeResultInfo(operation.resultInfo, update.resultInfo)
  if (!isChange(operation, update, resultInfo)) return operation
  const { "@odata.type": type, id } = operation
  const merged = { ...operation, ...update, "@odata.type": type, id, resultInfo }
  for (const name of Object.keys(update)) {
    const value = update[name]
    if (value === null && !clearable.has(name)) Reflect.deleteProperty(merged, name)
    else if (name !== "resultInfo" && (value === 0 || (typeof value === "object" && value !== null))) {
      Reflect.set(merged, name, isAlready(operation, name, value) ? operation[name] : withoutNegativeZero(value))
    }
  }
  return merged
}

/**
 * The one update that does what `first` and then `second` do.
 *
 * Law: `mergeUpdate(mergeUpdate(o, first), second)` equals `mergeUpdate(o, composeUpdates(first, second))`.
 */
export const composeUpdates = (first: RecordOperationUpdate, second: RecordOperationUpdate): RecordOperationUpdate => {
  const resultInfo = composeResultInfo(first.resultInfo, second.resultInfo)
  return resultInfo === undefined ? { ...first, ...second } : { ...first, ...second, resultInfo }
}

const clearable: ReadonlySet<string> = new Set([
  "clientContext",
  "resultInfo",
  "recordingLocation",
  "recordingAccessToken",
  "completionReason"
])

const noResult: ResultInfo = { code: 0, subcode: 0, message: null }

const isNothing = (update: ResultInfoUpdate | null | undefined): update is undefined =>
  update === undefined || (update !== null && Object.keys(update).length === 0)

const mergeResultInfo = (
  current: ResultInfo | null,
  update: ResultInfoUpdate | null | undefined
): ResultInfo | null => {
  if (isNothing(update)) return current
  const merged = update === null ? null : { ...(current ?? noResult), ...withoutNegativeZero(update) }
  return isSameJson(current, merged) ? current : merged
}

const composeResultInfo = (
  first: ResultInfoUpdate | null | undefined,
  second: ResultInfoUpdate | null | undefined
): ResultInfoUpdate | null | undefined => {
  if (isNothing(second)) return first
  if (second === null || first === undefined) return second
  return { ...(first ?? noResult), ...second }
}

const isChange = (operation: RecordOperation, update: RecordOperationUpdate, resultInfo: ResultInfo | null): boolean =>
  Object.keys(update).some((name) => {
    if (name === "@odata.type" || name === "id") return false
    if (name === "resultInfo") return operation.resultInfo !== resultInfo
    return !isAlready(operation, name, update[name])
  })

/** Whether a property is what it is set to; one that is not there is null. */
const isAlready = (operation: RecordOperation, name: string, value: unknown): boolean =>
  Object.hasOwn(operation, name) ? isSameJson(operation[name], value) : value === null
