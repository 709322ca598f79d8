import type { ODataError } from "@recordop/core"
// oxlint-disable-next-line effecttsgo/node-builtin-import -- the type of what node:http hands over
import type { Duplex } from "node:stream"

const bodyOf = (message: string): string => {
  const body: ODataError = { error: { code: "BadRequest", message } }
  return JSON.stringify(body)
}

/** Answers a request whose target or Host header is no URL. */
export const answerRequestError = (error: unknown): Response =>
  new Response(bodyOf(error instanceof Error ? `${error.message}.` : "The request cannot be read."), {
    status: 400,
    headers: { "Content-Type": "application/json", Connection: "close" }
  })

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
  const body = bodyOf("The request cannot be read.")
  socket.end(
    `HTTP/1.1 ${statusOf(error.code)}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`
  )
}
