import type {
  AlreadyExists,
  CallNotFound,
  InvalidRequest,
  ODataError,
  OperationNotFound,
  OperationTooLarge,
  Unavailable,
  VersionMismatch
} from "@recordop/core"
import type {
  CallNotEstablished,
  CallNotGroup,
  CallNotIncoming,
  GroupNotFound,
  InvalidMediaMode,
  MeetingNotFound,
  ParticipantNotFound
} from "@recordop/core/calls"
import type { CallIsFull, NothingToActOn, NoWebhook } from "@recordop/emulator/ports/Callers"
import type { AdvanceError } from "@recordop/emulator/ports/EmulatorClock"
import type { FaultNotFound, TooManyFaults } from "@recordop/emulator/ports/Faults"
import type { NotificationNotFound } from "@recordop/emulator/ports/Notifications"
import type { RecordingForbidden, RecordingNotFound } from "@recordop/emulator/ports/Recordings"
import { errorCodes } from "@recordop/emulator/protocol/errorCodes"
import { DateTime } from "effect"
import type { Answer } from "./Answer.ts"
import type { RequestIds } from "./GraphRequest.ts"
import type { Refused } from "./Refused.ts"

/** What the ports can fail with. */
type PortError =
  | CallNotFound
  | OperationNotFound
  | AlreadyExists
  | VersionMismatch
  | OperationTooLarge
  | InvalidRequest
  | Unavailable
  | CallNotEstablished
  | CallNotIncoming
  | InvalidMediaMode
  | CallNotGroup
  | ParticipantNotFound
  | GroupNotFound
  | MeetingNotFound
  | CallIsFull
  | NothingToActOn
  | NoWebhook
  | AdvanceError
  | NotificationNotFound
  | FaultNotFound
  | TooManyFaults
  | RecordingNotFound
  | RecordingForbidden

/** What a handler can fail with. */
export type HandlerError = Refused | PortError

/**
 * The answer to a request that failed, in Graph's form. Faults of the front end have a word as code, those of the calls
 * service a number; what Graph does not have has a code of its own.
 *
 * Source: Graph, "Microsoft Graph error responses and resource types".
 */
export const errorAnswer = (
  error: HandlerError,
  ids: RequestIds,
  at: DateTime.Utc
): Answer & { readonly body: string } => {
  const { code, headers, status } = error._tag === "Refused" ? error : faults[error._tag]
  const body: ODataError = {
    error: {
      code,
      message: error.message.toWellFormed(),
      innerError: {
        date: DateTime.formatIso(at).slice(0, 19),
        "request-id": ids.requestId,
        "client-request-id": ids.clientRequestId
      }
    }
  }
  return { status, headers: { ...headers, "Content-Type": "application/json" }, body: JSON.stringify(body) }
}

type Fault = Pick<Refused, "status" | "code" | "headers">

const faults: Record<PortError["_tag"], Fault> = {
  CallNotFound: { status: 404, code: "8522" },
  OperationNotFound: { status: 404, code: "NotFound" },
  AlreadyExists: { status: 409, code: "Conflict" },
  VersionMismatch: { status: 412, code: "PreconditionFailed" },
  OperationTooLarge: { status: 413, code: "RequestEntityTooLarge" },
  InvalidRequest: { status: 400, code: "BadRequest" },
  Unavailable: { status: 503, code: "ServiceNotAvailable", headers: { "Retry-After": "1" } },
  CallNotEstablished: { status: 400, code: "8501" },
  CallNotIncoming: { status: 400, code: "8585" },
  InvalidMediaMode: { status: 400, code: "8500" },
  CallNotGroup: { status: 400, code: "8585" },
  ParticipantNotFound: { status: 404, code: "NotFound" },
  GroupNotFound: { status: 404, code: "NotFound" },
  MeetingNotFound: { status: 404, code: "NotFound" },
  CallIsFull: { status: 409, code: errorCodes.CallIsFull },
  NothingToActOn: { status: 409, code: errorCodes.NothingToActOn },
  NoWebhook: { status: 409, code: errorCodes.NoWebhook },
  ClockNotFrozen: { status: 409, code: errorCodes.ClockNotFrozen },
  ClockBusy: { status: 409, code: errorCodes.ClockBusy },
  InstantWithoutEnd: { status: 409, code: errorCodes.InstantWithoutEnd },
  AdvanceCancelled: { status: 409, code: errorCodes.AdvanceCancelled },
  InvalidAdvance: { status: 400, code: "BadRequest" },
  NotificationNotFound: { status: 404, code: errorCodes.NotificationNotFound },
  FaultNotFound: { status: 404, code: errorCodes.FaultNotFound },
  TooManyFaults: { status: 409, code: errorCodes.TooManyFaults },
  RecordingNotFound: { status: 404, code: "NotFound" },
  RecordingForbidden: { status: 401, code: "InvalidAuthenticationToken", headers: { "WWW-Authenticate": "Bearer" } }
}
