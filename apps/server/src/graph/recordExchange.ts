import { kept } from "@recordop/emulator/model/journal/Exchange"
import { Recorder } from "@recordop/emulator/ports/Journal"
import { Effect } from "effect"
import { isOfPage } from "../emulator/page.ts"
import type { Answer } from "./Answer.ts"
import type { Received } from "./GraphRequest.ts"
import { isOwnPath } from "./isOwnPath.ts"

/** Keeps what was asked of Graph, and how it was answered; what is asked of the emulator itself is not kept. */
export const recordExchange = (
  request: Received,
  { body, faultId, headers, problem, status }: Answer,
  milliseconds: number
): Effect.Effect<void, never, Recorder> => {
  const { method, path, query } = request
  if (isOwnPath(path) || isOfPage(request)) return Effect.void
  return Effect.flatMap(Recorder, (recorder) =>
    recorder.record({
      direction: "received",
      milliseconds,
      method,
      url: query === "" ? path : `${path}?${query}`,
      callId: undefined,
      headers: request.rawHeaders(),
      body: kept(request.body.read()),
      response: problem === "dropped"
        ? undefined
        : { status, headers, body: typeof body === "string" ? kept(body) : undefined },
      error: problem === undefined ? undefined : problems[problem],
      faultId
    }))
}

const problems = { dropped: "The connection ended before the answer.", cut: "The answer broke off." }
