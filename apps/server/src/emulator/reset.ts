import { decodeOptions } from "@recordop/core"
import { Reset } from "@recordop/emulator/ports/Reset"
import { Snapshots } from "@recordop/emulator/ports/Snapshots"
import { Snapshot } from "@recordop/emulator/protocol/Seed"
import { Effect, Schema } from "effect"
import { empty, plainJson } from "../graph/Answer.ts"
import { readSaved } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"

const decode = Schema.decodeUnknownResult(Snapshot, { ...decodeOptions, onExcessProperty: "error" })
const encode = Schema.encodeEffect(Snapshot)

/** `POST /_emulator/reset`: everything begins anew. */
export const reset: Handler<Reset> = Effect.fnUntraced(function*() {
  const { everything } = yield* Reset
  yield* everything
  return empty(204)
})

/** `GET /_emulator/snapshot`: what there is, as a seed. */
export const saveSnapshot: Handler<Snapshots> = Effect.fnUntraced(function*() {
  const { save } = yield* Snapshots
  return plainJson(200, yield* Effect.orDie(encode(yield* save)))
})

/** `PUT /_emulator/snapshot`: everything begins anew with what was saved. */
export const loadSnapshot: Handler<Snapshots> = Effect.fnUntraced(function*(request) {
  const { load } = yield* Snapshots
  yield* load(yield* readSaved(request, decode))
  return empty(204)
})
