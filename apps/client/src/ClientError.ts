import type { RequestFailed } from "./RequestFailed.ts"

/** What the promises of `createClient` reject with, besides the reason of an aborted signal. */
// oxlint-disable-next-line effecttsgo/extends-native-error -- for people without Effect, who expect an Error
export class ClientError extends Error {
  override readonly name: string = "ClientError"
  /** Graph's error code, such as `BadRequest` or `8522`; or `NetworkError`, `Timeout`, `InvalidResponse`. */
  readonly code: string
  /** The HTTP status; undefined when no answer came. */
  readonly status: number | undefined
  /** What the server calls the request; undefined when it does not say. */
  readonly requestId: string | undefined

  constructor({ cause, code, message, requestId, status }: RequestFailed) {
    super(message, cause === undefined ? {} : { cause })
    this.code = code
    this.status = status
    this.requestId = requestId
  }
}

/** 404: there is no such call or operation. */
export class NotFoundError extends ClientError {
  override readonly name = "NotFoundError"
}

/** 412: the operation is in another version than `ifMatch` wants. */
export class PreconditionFailedError extends ClientError {
  override readonly name = "PreconditionFailedError"
}

/** 400 and other answers that the request is to blame for. */
export class BadRequestError extends ClientError {
  override readonly name = "BadRequestError"
}

/** No answer came, or the server could not give one. */
export class UnavailableError extends ClientError {
  override readonly name = "UnavailableError"
}

/** The error that says best what went wrong. */
export const toClientError = (failed: RequestFailed): ClientError => {
  const { status } = failed
  if (status === 404) return new NotFoundError(failed)
  if (status === 412) return new PreconditionFailedError(failed)
  return status !== undefined && status >= 400 && status < 500 && status !== 429
    ? new BadRequestError(failed)
    : new UnavailableError(failed)
}
