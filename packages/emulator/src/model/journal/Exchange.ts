import { parseJson } from "@recordop/core/parseJson"
import { Result } from "effect"
import type { Direction, RequestEntry } from "../../protocol/requests.ts"
import type { Instant } from "../Instant.ts"
import { callIdOf } from "./callIdOf.ts"
import { maskHeader, maskText } from "./masking.ts"

/** Of a body so many bytes are kept. */
export const keptBody = 65_536

/** As much of a body as is kept: a copy, as what it was read from may be much larger. */
export const kept = (body: string | Uint8Array | undefined): string | Uint8Array | undefined => {
  if (body === undefined || (typeof body === "string" && body.length <= keptBody)) return body
  return typeof body === "string"
    ? new TextEncoder().encode(body.slice(0, keptBody + 1))
    : new Uint8Array(body.subarray(0, keptBody + 1))
}

/** The fields of a message: by name, or name and value in turn where one may stand more than once. */
export type Fields = Readonly<Record<string, string>> | ReadonlyArray<string>

/** A request and its answer as they were, before anybody wants to see them. */
export interface Exchange {
  readonly direction: Direction
  readonly milliseconds: number
  readonly method: string
  readonly url: string
  /** The call that a notification is of; what is asked of Graph names its own. */
  readonly callId: string | undefined
  readonly headers: Fields
  readonly body: string | Uint8Array | undefined
  readonly response: {
    readonly status: number
    readonly headers: Fields
    readonly body: string | Uint8Array | undefined
  } | undefined
  readonly error: string | undefined
  readonly faultId: string | undefined
}

/** How many bytes an exchange takes, about. */
export const sizeOf = ({ body, headers, response, url }: Exchange): number =>
  1_000 + url.length + lengthOf(body) + lengthOf(response?.body) + lengthOfAll(headers) +
  (response === undefined ? 0 : lengthOfAll(response.headers))

const lengthOfAll = (fields: Fields): number =>
  isList(fields) ? lengthOfTexts(fields) : lengthOfTexts(Object.keys(fields)) + lengthOfTexts(Object.values(fields))

const lengthOfTexts = (texts: ReadonlyArray<string>): number => {
  let length = 0
  for (const text of texts) length += text.length
  return length
}

const isList = (fields: Fields): fields is ReadonlyArray<string> => Array.isArray(fields)

const lengthOf = (body: string | Uint8Array | undefined): number => Math.min(body?.length ?? 0, keptBody)

/** An exchange as it is shown, without secrets. */
export const toEntry = (exchange: Exchange, sequence: number, at: Instant): RequestEntry => {
  const { direction, error, faultId, method, milliseconds, response, url } = exchange
  const callId = exchange.callId ?? (direction === "received" ? callIdIn(exchange) : undefined)
  return {
    sequence,
    direction,
    at,
    milliseconds,
    method,
    url: maskText(url),
    ...(callId === undefined ? {} : { callId }),
    headers: headersOf(exchange.headers),
    ...bodyOf(exchange.body),
    ...(response === undefined
      ? {}
      : { response: { status: response.status, headers: headersOf(response.headers), ...bodyOf(response.body) } }),
    ...(error === undefined ? {} : { error }),
    ...(faultId === undefined ? {} : { faultId })
  }
}

/** The call that a request is about, or that it made. */
const callIdIn = ({ response, url }: Exchange): string | undefined =>
  callIdOf(url.replace(/\?.*$/s, "")) ?? callIdOf(headersOf(response?.headers ?? {})["location"] ?? "")

const headersOf = (fields: Fields): Readonly<Record<string, string>> => {
  const raw = isList(fields) ? fields : Object.entries(fields).flat()
  const headers = new Map<string, string>()
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? "").toLowerCase()
    const value = maskHeader(name, raw[index + 1] ?? "")
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before}, ${value}`)
  }
  return Object.fromEntries(headers)
}

const bodyOf = (raw: string | Uint8Array | undefined): Pick<RequestEntry, "body" | "isCut"> => {
  if (raw === undefined || raw.length === 0) return {}
  const isCut = raw.length > keptBody
  const text = typeof raw === "string" ? raw.slice(0, keptBody) : new TextDecoder().decode(raw.subarray(0, keptBody))
  const masked = maskText(text.toWellFormed())
  if (isCut) return { body: masked, isCut }
  // What JSON would lose, or nobody could show, is shown as the text that it is.
  return { body: Result.getOrElse(parseJson(masked), () => masked) }
}
