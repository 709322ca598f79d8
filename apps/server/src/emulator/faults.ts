import { decodeOptions } from "@recordop/core"
import { Faults } from "@recordop/emulator/ports/Faults"
import { Fault, FaultList, FaultRequest } from "@recordop/emulator/protocol/faults"
import { Effect, Schema } from "effect"
import { empty, plainJson } from "../graph/Answer.ts"
import { readBody } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"

const decode = Schema.decodeUnknownResult(FaultRequest, { ...decodeOptions, onExcessProperty: "error" })
const encode = Schema.encodeEffect(Fault)
const encodeList = Schema.encodeEffect(FaultList)

/** `GET /_emulator/faults`: what goes wrong on demand, and how often it did. */
export const listFaults: Handler<Faults> = Effect.fnUntraced(function*() {
  const faults = yield* Faults
  return plainJson(200, yield* Effect.orDie(encodeList({ value: yield* faults.list })))
})

/** `POST /_emulator/faults`: one more. */
export const addFault: Handler<Faults> = Effect.fnUntraced(function*(request) {
  const faults = yield* Faults
  return plainJson(201, yield* Effect.orDie(encode(yield* faults.add(yield* readBody(request, decode)))))
})

/** `DELETE /_emulator/faults/{id}`. */
export const removeFault: Handler<Faults> = Effect.fnUntraced(function*({ params }) {
  const faults = yield* Faults
  yield* faults.remove(params["id"] ?? "")
  return empty(204)
})

/** `DELETE /_emulator/faults`: all of them, those of the seed too. */
export const clearFaults: Handler<Faults> = Effect.fnUntraced(function*() {
  const faults = yield* Faults
  yield* faults.clear
  return empty(204)
})
