import type {
  Difference,
  Expectation,
  ExpectationResult,
  RequestEntry,
  RequestFilter
} from "../../protocol/requests.ts"
import { differencesOf } from "./differences.ts"
import { isSameId, matchesPath } from "./matching.ts"

/** How many requests are named that came near. */
const named = 3

/** Whether a request is meant by a filter. */
export const matchesFilter = (filter: RequestFilter, entry: RequestEntry): boolean =>
  filterDifferences(filter, entry).length === 0

/** How well what was asked is what was expected. */
export const checkExpectation = (
  { body, times, ...filter }: Expectation,
  entries: ReadonlyArray<RequestEntry>
): ExpectationResult => {
  const compared = entries.map((request) => ({
    request,
    differences: [
      ...filterDifferences(filter, request),
      ...(body === undefined ? [] : differencesOf(body, request.body, "body"))
    ]
  }))
  const count = compared.filter(({ differences }) => differences.length === 0).length
  const isMet = times === undefined ? count > 0 : count === times
  // Of those that are as near the last ones: they were asked when whoever expects it last changed something.
  const misses = compared.toReversed().filter(({ differences }) => differences.length > 0)
  const nearest = isMet ? [] : misses.toSorted((a, b) => distance(a.differences) - distance(b.differences))
  return { isMet, count, nearest: nearest.slice(0, named) }
}

/** Who asks for something else altogether is further away than who asks for it in another way. */
const distance = (differences: ReadonlyArray<Difference>): number =>
  differences.reduce((sum, { path }) => sum + (path === "path" || path === "method" ? 10 : 1), 0)

const filterDifferences = (filter: RequestFilter, entry: RequestEntry): ReadonlyArray<Difference> => {
  const differences: Array<Difference> = []
  const { callId, direction, method, path, status } = filter
  if (direction !== undefined && direction !== entry.direction) {
    differences.push({ path: "direction", expected: direction, actual: entry.direction })
  }
  if (method !== undefined && method.toUpperCase() !== entry.method) {
    differences.push({ path: "method", expected: method.toUpperCase(), actual: entry.method })
  }
  if (path !== undefined && !matchesPath(path, entry.url)) {
    differences.push({ path: "path", expected: path, actual: entry.url })
  }
  if (callId !== undefined && !isSameId(callId, entry.callId)) {
    differences.push({
      path: "callId",
      expected: callId,
      ...(entry.callId === undefined ? {} : { actual: entry.callId })
    })
  }
  if (status !== undefined && status !== entry.response?.status) {
    differences.push({
      path: "status",
      expected: status,
      ...(entry.response === undefined ? {} : { actual: entry.response.status })
    })
  }
  return differences
}
