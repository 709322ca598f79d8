import type { CallsError, RecordOperationsError } from "@recordop/MISSING"
import type { ODataError } from "@recordop/core"
import { DateTime } from "effect"
import type { Answer } from "./Answer.ts"
import type { RequestIds } from "./GraphRequest.ts"
import type { Refused } from "./Refused.ts"

/** What a handler can fail with. */
export type HandlerError = Refused | RecordOperationsError | CallsError

/**
 * The answer to a request that failed, in Graph's form. Faults of the front end have a word as code, those of the calls
 * service a number.
 *
 * Source: Graph, "Microsoft Graph error responses and resource types".
 */
export const errorAnswer = (
  error: HandlerError,
  ids: RequestIds,
  at: DateTime.Utc
): Answer & { readonly body: string } => {
  const { code, headers, message, status } = faultOf(error)
  const body: ODataError = {
    error: {
      code,
      message,
      innerError: {
        date: DateTime.formatIso(at).slice(0, 19),
        "request-id": ids.requestId,
        "client-request-id": ids.clientRequestId
      }
    }
  }
  return { status, headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) }
}

type Fault = Pick<Refused, "status" | "code" | "message" | "headers">

const faults: Record<(RecordOperationsError | CallsError)["reason"]["_tag"], Omit<Fault, "message">> = {
  CallNotFound: { status: 404, code: "8522" },
  OperationNotFound: { status: 404, code: "NotFound" },
  AlreadyExists: { status: 409, code: "Conflict" },
  VersionMismatch: { status: 412, code: "PreconditionFailed" },
  InvalidRequest: { status: 400, code: "BadRequest" },
  Unavailable: { status: 503, code: "ServiceNotAvailable", headers: { "Retry-After": "1" } },
  CallNotEstablished: { status: 400, code: "8501" },
  InvalidMediaMode: { status: 400, code: "8500" },
  NothingToActOn: { status: 409, code: "Conflict" },
  ClockNotFrozen: { status: 409, code: "Conflict" },
  ClockBusy: { status: 409, code: "Conflict" },
  InstantWithoutEnd: { status: 409, code: "Conflict" },
  NotificationNotFound: { status: 404, code: "NotFound" },
  RecordingNotFound: { status: 404, code: "NotFound" },
  RecordingForbidden: { status: 401, code: "InvalidAuthenticationToken", headers: { "WWW-Authenticate": "Bearer" } }
}

const faultOf = (error: HandlerError): Fault =>
  error._tag === "Refused" ? error : { ...faults[error.reason._tag], message: error.message }
