import { RequestError } from "@hono/node-server"
import { randomId } from "@recordop/emulator/model/NewId"
import { DateTime } from "effect"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- the types of what node:http hands over
import type { IncomingMessage, ServerResponse } from "node:http"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- as above
import type { Duplex } from "node:stream"
import { errorAnswer } from "./errorAnswer.ts"
import { badRequest } from "./Refused.ts"

/** The answer to what never became a request that the app could see; it has Graph's headers and body all the same. */
const malformed = (message: string) => {
  const requestId = randomId()
  const { body, headers } = errorAnswer(
    badRequest(message),
    { requestId, clientRequestId: requestId },
    DateTime.nowUnsafe()
  )
  return {
    body,
    headers: {
      ...headers,
      "OData-Version": "4.0",
      "request-id": requestId,
      "client-request-id": requestId,
      Connection: "close"
    }
  }
}

/** Answers a request whose target or Host header is no URL. */
export const answerRequestError = (error: unknown): Response => {
  const { body, headers } = malformed(
    error instanceof RequestError ? `${error.message}.` : "The request cannot be read."
  )
  return new Response(body, { status: 400, headers })
}

/** Answers a request that the app is not to see. */
export const answerMalformed = (outgoing: ServerResponse, status: 400 | 417, message: string): void => {
  const { body, headers } = malformed(message)
  outgoing.writeHead(status, headers).end(body)
}

/** Answers a request that expects what nobody knows (RFC 9110, 10.1.1). */
export const answerExpectation = ({ headers }: IncomingMessage, outgoing: ServerResponse): void =>
  answerMalformed(outgoing, 417, `The expectation '${headers.expect}' cannot be met; 100-continue can.`)

const statusOf = (code: string | undefined): string => {
  switch (code) {
    case "HPE_HEADER_OVERFLOW":
      return "431 Request Header Fields Too Large"
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return "408 Request Timeout"
    default:
      return "400 Bad Request"
  }
}

/** Answers bytes that are no HTTP request. */
export const answerClientError = (error: Error & { readonly code?: string }, socket: Duplex): void => {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy()
    return
  }
  endSocket(socket, statusOf(error.code), "The request cannot be read.")
}

/** Refuses to be a proxy. */
export const answerConnect = (_: IncomingMessage, socket: Duplex): void => {
  socket.on("error", () => socket.destroy())
  endSocket(socket, "405 Method Not Allowed", "The server is a proxy only when it serves https (--tls).")
}

const endSocket = (socket: Duplex, status: string, message: string): void => {
  const { body, headers } = malformed(message)
  const lines = Object.entries({ ...headers, "Content-Length": String(Buffer.byteLength(body)) })
    .map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join("")}\r\n${body}`)
}
