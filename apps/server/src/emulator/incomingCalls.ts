import { decodeOptions } from "@recordop/core"
import { Callers } from "@recordop/emulator/ports/Callers"
import { IncomingCallRequest } from "@recordop/emulator/protocol/incomingCalls"
import { Effect, Schema } from "effect"
import { json } from "../graph/Answer.ts"
import { readBody } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import { checkCallback } from "../resources/checkCallback.ts"

const decode = Schema.decodeUnknownResult(IncomingCallRequest, { ...decodeOptions, onExcessProperty: "error" })

/** `POST /_emulator/incomingCalls`: somebody calls a bot. */
export const callBot = (callbackHosts: ReadonlyArray<string>): Handler<Callers> =>
  Effect.fnUntraced(function*(request) {
    const given = yield* readBody(request, decode)
    yield* checkCallback(given.callbackUri, callbackHosts)
    const callers = yield* Callers
    const call = yield* callers.callBot(given)
    return json(201, call, { Location: `${request.origin}/v1.0/communications/calls/${call.id}` })
  })
