import { callIdOf } from "@recordop/emulator/model/journal/callIdOf"
import { FaultInjector } from "@recordop/emulator/ports/Faults"
import type { Fault } from "@recordop/emulator/protocol/faults"
import { DateTime, Effect } from "effect"
import { type Answer, empty } from "./Answer.ts"
import type { Dispatch } from "./Bridge.ts"
import { errorAnswer, type HandlerError } from "./errorAnswer.ts"
import type { Received } from "./GraphRequest.ts"
import { isOwnPath } from "./isOwnPath.ts"
import { Refused } from "./Refused.ts"

/** Lets faults on demand happen to requests that bots make; those to the emulator itself always succeed. */
export const withFaults = <R>(dispatch: Dispatch<R>): Dispatch<R | FaultInjector> => (request) =>
  Effect.flatMap(FaultInjector, (faults): Effect.Effect<Answer, HandlerError, R> => {
    if (!faults.isActive() || isOwnPath(request.path)) return dispatch(request)
    const { method, path: url } = request
    const fault = faults.meet({ on: "request", method, url, callId: callIdOf(url) })
    return fault === undefined ? dispatch(request) : happen(fault, request, dispatch(request))
  })

const happen = <R>(fault: Fault, request: Received, answer: Effect.Effect<Answer, HandlerError, R>) =>
  Effect.map(
    Effect.andThen(Effect.sleep(fault.delay ?? 0), outcome(fault, request, answer)),
    (answered): Answer => ({ ...answered, faultId: fault.id })
  )

const outcome = <R>(
  { answer: error, cut, drop, id }: Fault,
  request: Received,
  answer: Effect.Effect<Answer, HandlerError, R>
): Effect.Effect<Answer, HandlerError, R> => {
  if (drop) return Effect.succeed({ ...empty(204), problem: "dropped" })
  if (error !== undefined) {
    const { code = codes[error.status] ?? "UnknownError", message = `Fault ${id}.`, retryAfter, status } = error
    const headers = retryAfter === undefined ? {} : { "Retry-After": String(retryAfter) }
    // The body has been read, so that it is in the journal.
    return Effect.andThen(
      Effect.ignore(request.body.bytes),
      Effect.map(DateTime.now, (at) => errorAnswer(new Refused({ status, code, message, headers }), request, at))
    )
  }
  return cut ? Effect.map(answer, brokenOff) : answer
}

/** The answer as far as its middle. */
const brokenOff = (answer: Answer): Answer => {
  const bytes = new TextEncoder().encode(typeof answer.body === "string" ? answer.body : "")
  const half = bytes.subarray(0, Math.floor(bytes.length / 2))
  let isSent = false
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (isSent) controller.error(new Error("The answer breaks off: a fault on demand."))
      else controller.enqueue(half)
      isSent = true
    }
  })
  return { ...answer, headers: { ...answer.headers, "Content-Length": String(bytes.length) }, body, problem: "cut" }
}

/** Graph's words for what goes wrong. */
const codes: Readonly<Record<number, string>> = {
  400: "BadRequest",
  401: "InvalidAuthenticationToken",
  403: "Forbidden",
  404: "NotFound",
  409: "Conflict",
  412: "PreconditionFailed",
  423: "Locked",
  429: "TooManyRequests",
  500: "InternalServerError",
  502: "BadGateway",
  503: "ServiceNotAvailable",
  504: "GatewayTimeout"
}
