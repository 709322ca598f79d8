import { Context, Metric } from "effect"

const requests = Metric.counter("recordop_http_requests_total", {
  description: "Requests that were answered, by method and status; 0 when the connection was ended without an answer",
  incremental: true
})

const seconds = Metric.histogram("recordop_http_request_duration_seconds", {
  description: "How long answers took",
  boundaries: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
})

const notifications = Metric.counter("recordop_notification_attempts_total", {
  description: "Notifications that were sent to bots, by the status of their answer; 0 when there was none",
  incremental: true
})

const context = Context.empty()

/** Metrics of one name, made when there is something to count. */
const family = <Key extends string | number, M>(make: (key: Key) => M) => {
  const made = new Map<Key, M>()
  return (key: Key): M => {
    const known = made.get(key)
    if (known !== undefined) return known
    const metric = make(key)
    made.set(key, metric)
    return metric
  }
}

/** Methods that have a name of their own in metrics: anybody can send any other. */
const methods = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])

const requestsOf = family((key: string) => {
  const [method = "", status = ""] = key.split(" ")
  return Metric.withAttributes(requests, { method, status })
})

const attemptsOf = family((status: number) => Metric.withAttributes(notifications, { status: String(status) }))

/** Counts a request and its answer. */
export const countRequest = (method: string, status: number, milliseconds: number): void => {
  requestsOf(`${methods.has(method) ? method : "other"} ${status}`).updateUnsafe(1, context)
  seconds.updateUnsafe(milliseconds / 1_000, context)
}

/** Counts a try to tell a bot something. */
export const countAttempt = (status: number | undefined): void => attemptsOf(status ?? 0).updateUnsafe(1, context)
