import { type CallsError, callsFailure } from "@recordop/MISSING"
import { type CallId, CallNotFound, InvalidRequest, Unavailable } from "@recordop/core"
import { CallNotEstablished, InvalidMediaMode } from "@recordop/core/calls"
import { NothingToActOn } from "@recordop/emulator/ports/Callers"
import { Effect } from "effect"
import type { RequestFailed } from "./RequestFailed.ts"

/** Whether the request is to blame and not the server. */
export const isFaultOfClient = ({ status = 0 }: RequestFailed): boolean =>
  status >= 400 && status < 500 && status !== 429

const reasonOf = (error: RequestFailed, callId: CallId | undefined): CallsError["reason"] => {
  const { code, message, status } = error
  if (callId !== undefined) {
    if (code === "8522" || status === 404) return new CallNotFound({ callId })
    if (code === "8501") return new CallNotEstablished({ callId })
    if (code === "8500") return new InvalidMediaMode({ callId })
    if (status === 409) return new NothingToActOn({ message })
  }
  return isFaultOfClient(error) ? new InvalidRequest({ message }) : new Unavailable({ message, cause: error })
}

/** What a failed request means for a call, or for the emulator as a whole. */
export const toCallsError = (error: RequestFailed, callId?: CallId): CallsError => callsFailure(reasonOf(error, callId))

/** Fails with what a failed request means. */
export const orCallsError = <A, R>(
  effect: Effect.Effect<A, RequestFailed, R>,
  callId?: CallId
): Effect.Effect<A, CallsError, R> => Effect.mapError(effect, (error) => toCallsError(error, callId))
