import { decodeOptions, parseJson, RecordOperationUpdate } from "@recordop/core"
import { Effect, Result, Schema, Stream } from "effect"
import { concat } from "./concat.ts"
import { parseElement, parseList } from "./fields.ts"
import type { Body, GraphRequest } from "./GraphRequest.ts"
import { endedEarly } from "./readIncoming.ts"
import { badRequest, invalid, Refused } from "./Refused.ts"

/** The largest body that is read, in bytes. */
export const maxBodyBytes = 1_048_576

/** The largest one that is read of what was saved from a server. */
const maxSavedBytes = 134_217_728

/** Decodes the JSON of a body. */
export type Decode<A> = (json: unknown) => Result.Result<A, Schema.SchemaError>

/** Reads a body and decodes it. Fails with 400, 413 or 415; `refuse` makes the 400 of a body that does not decode. */
export type ReadBody = <A>(
  request: GraphRequest,
  decode: Decode<A>,
  refuse?: (error: Schema.SchemaError) => Refused
) => Effect.Effect<A, Refused>

/** Reads a body that has to be there. */
export const readBody: ReadBody = (request, decode, refuse = invalid) => readAs(request, parse, decode, refuse)

/** The same for what was saved from a server, and may be larger. */
export const readSaved: ReadBody = (request, decode, refuse = invalid) =>
  readAs(request, parse, decode, refuse, maxSavedBytes)

/** The same where nothing has to be said: no body is an empty object. */
export const readOptionalBody: ReadBody = (request, decode, refuse = invalid) =>
  readAs(request, (bytes, body) => bytes.length === 0 ? Result.succeed({}) : parse(bytes, body), decode, refuse)

const readAs = <A>(
  request: GraphRequest,
  read: (bytes: Uint8Array, body: Body) => Result.Result<Schema.Json, Refused>,
  decode: Decode<A>,
  refuse: (error: Schema.SchemaError) => Refused,
  limit = maxBodyBytes
): Effect.Effect<A, Refused> =>
  Effect.suspend(() =>
    refusalOf(request, limit) ??
      Effect.flatMap(readBytes(request, limit), (bytes) => {
        const json = read(bytes, request.body)
        return Result.isFailure(json)
          ? Effect.fail(json.failure)
          : Effect.fromResult(Result.mapError(decode(json.success), (error) => refuse(error)))
      })
  )

const decodeUpdate = Schema.decodeUnknownResult(RecordOperationUpdate, decodeOptions)

/** Reads and decodes a body of properties. Fails with 400, 413 or 415. */
export const readUpdate = (request: GraphRequest): Effect.Effect<RecordOperationUpdate, Refused> =>
  readBody(request, decodeUpdate)

const parse = (bytes: Uint8Array, body: Body): Result.Result<Schema.Json, Refused> => {
  const text = decodeText(bytes)
  if (Result.isFailure(text)) return Result.fail(text.failure)
  body.setRead(text.success)
  return Result.mapError(
    parseJson(text.success),
    ({ message }) => badRequest(`The body cannot be read: ${message}.`)
  )
}

/** What `curl -d` says unless told otherwise; the emulator's own paths take it for JSON. */
const formType = "application/x-www-form-urlencoded"

/** UTF-8, its other names, and its subset. */
const charsets = new Set(["utf-8", "utf8", "us-ascii", "ascii"])

/** What the headers alone forbid. A body without Content-Type is taken for JSON. */
const refusalOf = ({ api, header }: GraphRequest, limit: number): Refused | undefined => {
  const type = header("content-type")
  const isJson = type === undefined || type === "application/json" ||
    (type === formType && api === "_emulator")
  if (!isJson) {
    const { parameters, value } = parseElement(type)
    if (value.toLowerCase() !== "application/json") {
      return unsupported(`The Content-Type '${type}' is not supported; use application/json.`, {
        Accept: "application/json"
      })
    }
    const charset = parameters.get("charset")?.toLowerCase() ?? "utf-8"
    if (!charsets.has(charset)) {
      return unsupported(`The charset '${charset}' is not supported; use utf-8.`, {
        Accept: "application/json;charset=utf-8"
      })
    }
  }
  const coding = header("content-encoding")
  if (coding !== undefined && parseList(coding).some(({ value }) => value.toLowerCase() !== "identity")) {
    return unsupported(`The Content-Encoding '${coding}' is not supported; use none.`, {
      "Accept-Encoding": "identity"
    })
  }
  if ((header("transfer-encoding") ?? "chunked").toLowerCase() !== "chunked") return onlyChunked
  return Number(header("content-length") ?? 0) > limit ? tooLarge("body", limit) : undefined
}

/** What has been coded on the way is not decoded (RFC 9112, 6.1). */
const onlyChunked = new Refused({
  status: 501,
  code: "NotImplemented",
  message: "The Transfer-Encoding is not supported; use chunked alone."
})

/** 415 names what is accepted (RFC 9110, 15.5.16). */
const unsupported = (message: string, headers: Readonly<Record<string, string>>): Refused =>
  new Refused({ status: 415, code: "UnsupportedMediaType", message, headers })

const tooLarge = (what: "body" | "file", limit: number) =>
  new Refused({
    status: 413,
    code: "RequestEntityTooLarge",
    message: `The ${what} is larger than ${limit} bytes.`
  })

/** The largest file that is read, in bytes: ten minutes of 16 kHz in stereo. */
const maxFileBytes = 41_943_040

/** Reads a file, whatever its type. Fails with 400 and 413. */
export const readFile = ({ body, header }: GraphRequest): Effect.Effect<Uint8Array, Refused> => {
  const length = header("content-length")
  if (length === undefined) return readCounted(body, "file", maxFileBytes)
  return Number(length) > maxFileBytes ? Effect.fail(tooLarge("file", maxFileBytes)) : body.bytes
}

const readBytes = ({ body, header }: GraphRequest, limit: number): Effect.Effect<Uint8Array, Refused> =>
  header("content-length") === undefined
    ? readCounted(body, "body", limit)
    : body.bytes

/** Reads a body of unknown length as far as the limit. */
const readCounted = Effect.fnUntraced(function*(body: Body, what: "body" | "file", limit: number) {
  const source = body.stream()
  if (source === null) return new Uint8Array()
  let length = 0
  const chunks = yield* Stream.fromReadableStream({ evaluate: () => source, onError: () => endedEarly }).pipe(
    Stream.tap((chunk) => (length += chunk.length) > limit ? tooLarge(what, limit) : Effect.void),
    Stream.runCollect
  )
  const bytes = concat(chunks)
  body.setRead(bytes)
  return bytes
})

const utf8 = new TextDecoder("utf-8", { fatal: true })

/** Strict UTF-8, without a byte order mark. */
const decodeText = (bytes: Uint8Array): Result.Result<string, Refused> =>
  Result.try({
    try: () => utf8.decode(bytes),
    catch: () => badRequest("The body cannot be read: it is not valid UTF-8.")
  })
