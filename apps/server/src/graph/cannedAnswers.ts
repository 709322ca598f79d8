import type { CannedResponse } from "@recordop/emulator/protocol/responses"
import { type Answer, empty, json } from "./Answer.ts"
import type { Received } from "./GraphRequest.ts"

/** The version of Graph at the beginning of a path. */
const version = /^\/(?:v1\.0|beta)(?=\/)/i

const keyOf = (method: string, path: string): string => `${method} ${decoded(path).replace(/\/$/, "").toLowerCase()}`

/** A path without escapes; one that has wrong ones stays as it is. */
const decoded = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Finds what a seed says that a request is answered with. */
export const makeCannedAnswers = (responses: ReadonlyArray<CannedResponse>) => {
  const byKey = new Map(responses.map((response) => [keyOf(response.method, response.path), response]))
  return ({ method: asked, path }: Received): Answer | undefined => {
    const method = asked === "HEAD" ? "GET" : asked
    const found = byKey.get(keyOf(method, path)) ?? byKey.get(keyOf(method, path.replace(version, "")))
    if (found === undefined) return undefined
    const { body, status } = found
    if (body === undefined) return empty(status)
    return { ...json(status, {}), body: JSON.stringify(body) }
  }
}
