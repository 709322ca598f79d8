import { decodeOptions } from "@recordop/core"
import { Callers } from "@recordop/emulator/ports/Callers"
import { CallerScriptRequest, CallerStepRequest } from "@recordop/emulator/protocol/caller"
import { ScriptReport } from "@recordop/emulator/protocol/script"
import { Effect, Predicate, Schema } from "effect"
import { empty, plainJson } from "../graph/Answer.ts"
import { readBody, readFile } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import { collectionTarget } from "../resources/target.ts"
import { readWav } from "./readWav.ts"

const strict = { ...decodeOptions, onExcessProperty: "error" } as const

const decodeScript = Schema.decodeUnknownResult(CallerScriptRequest, strict)
const decodeStep = Schema.decodeUnknownResult(CallerStepRequest, strict)

/** A script of one step is a step too. */
const decodeStepOrScript = (json: unknown) =>
  decodeStep(
    Predicate.hasProperty(json, "script") && !Predicate.hasProperty(json, "step") ? { step: json.script } : json
  )

/** `PUT /_emulator/calls/{call}/caller`: what the caller does from now on. */
export const setCallerScript: Handler<Callers> = Effect.fnUntraced(function*(request) {
  const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
  const { script } = yield* readBody(request, decodeScript)
  const callers = yield* Callers
  yield* callers.setScript(callId, script)
  return empty(204)
})

const encodeReport = Schema.encodeEffect(ScriptReport)

/** `GET /_emulator/calls/{call}/script`: how far the caller has come, and what has happened. */
export const readScript: Handler<Callers> = Effect.fnUntraced(function*(request) {
  const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
  const callers = yield* Callers
  return plainJson(200, yield* Effect.orDie(encodeReport(yield* callers.script(callId))))
})

/** `POST /_emulator/calls/{call}/caller`: what the caller does now. */
export const act: Handler<Callers> = Effect.fnUntraced(function*(request) {
  const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
  const { step } = yield* readBody(request, decodeStepOrScript)
  const callers = yield* Callers
  yield* callers.act(callId, step)
  return empty(204)
})

/** `POST /_emulator/calls/{call}/caller/voice`: a wave file of what the caller says now, after what was sent before. */
export const speak: Handler<Callers> = Effect.fnUntraced(function*(request) {
  const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
  const samples = yield* readWav(yield* readFile(request))
  const callers = yield* Callers
  yield* callers.speak(callId, samples)
  return empty(204)
})
