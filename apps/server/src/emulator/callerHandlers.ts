import { decodeOptions } from "@recordop/core"
import { Calls } from "@recordop/core/calls"
import { CallerScript, CallerStepFromString } from "@recordop/emulator/model/caller/CallerScript"
import { Effect, Predicate, Schema } from "effect"
import type { Handler } from "../Bridge.ts"
import { empty } from "../graph/Answer.ts"
import { readBody } from "../graph/body.ts"
import { collectionTarget } from "../operations/target.ts"

const strict = { ...decodeOptions, onExcessProperty: "error" } as const

const decodeScript = Schema.decodeUnknownResult(Schema.Struct({ script: CallerScript }), strict)
const decodeStep = Schema.decodeUnknownResult(Schema.Struct({ step: CallerStepFromString }), strict)

/** A script of one step is a step too. */
const decodeStepOrScript = (json: unknown) =>
  decodeStep(
    Predicate.hasProperty(json, "script") && !Predicate.hasProperty(json, "step") ? { step: json.script } : json
  )

/** `PUT /_emulator/calls/{call}/caller`: what the caller does in every recording that begins to listen from now on. */
export const setCallerScript: Handler<Calls> = Effect.fnUntraced(function*(request) {
  const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
  const { script } = yield* readBody(request, decodeScript)
  const calls = yield* Calls
  yield* calls.setCallerScript(callId, script)
  return empty(204)
})

/** `POST /_emulator/calls/{call}/caller`: what the caller does now. */
export const act: Handler<Calls> = Effect.fnUntraced(function*(request) {
  const { callId } = yield* Effect.fromResult(collectionTarget(request, []))
  const { step } = yield* readBody(request, decodeStepOrScript)
  const calls = yield* Calls
  yield* calls.act(callId, step)
  return empty(204)
})
