import { DateTime, type Schema } from "effect"
import type { RequestEntry } from "../../protocol/requests.ts"

/**
 * Requests as an HTTP Archive, which browsers and proxies read.
 *
 * Source: HAR 1.2.
 */
export const toHar = (entries: ReadonlyArray<RequestEntry>, origin: string, version: string): object => ({
  log: {
    version: "1.2",
    creator: { name: "recordop", version },
    entries: entries.map((entry) => harEntry(entry, origin))
  }
})

const harEntry = (entry: RequestEntry, origin: string): object => {
  const { at, body, direction, error, headers, method, milliseconds, response } = entry
  const url = entry.url.startsWith("/") ? `${origin}${entry.url}` : entry.url
  const { searchParams } = new URL(url)
  const text = textOf(body)
  const answer = textOf(response?.body)
  return {
    startedDateTime: DateTime.formatIso(DateTime.makeUnsafe(at)),
    time: milliseconds,
    request: {
      method,
      url,
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: pairs(Object.entries(headers)),
      queryString: pairs([...searchParams]),
      headersSize: -1,
      bodySize: text.length,
      ...(text === "" ? {} : { postData: { mimeType: headers["content-type"] ?? "application/json", text } })
    },
    response: {
      status: response?.status ?? 0,
      statusText: "",
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: pairs(Object.entries(response?.headers ?? {})),
      content: { size: answer.length, mimeType: response?.headers["content-type"] ?? "", text: answer },
      redirectURL: response?.headers["location"] ?? "",
      headersSize: -1,
      bodySize: answer.length
    },
    cache: {},
    timings: { send: 0, wait: milliseconds, receive: 0 },
    comment: error === undefined ? direction : `${direction}: ${error}`
  }
}

const pairs = (entries: ReadonlyArray<readonly [string, string]>) => entries.map(([name, value]) => ({ name, value }))

const textOf = (body: Schema.Json | undefined): string => {
  if (body === undefined) return ""
  return typeof body === "string" ? body : JSON.stringify(body)
}
