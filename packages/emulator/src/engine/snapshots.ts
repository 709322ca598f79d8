import { type RecordOperation } from "@recordop/core"
import { Effect, Option, Result, Stream } from "effect"
import { anonymousId, type CallState } from "../model/CallState.ts"
import type { Snapshot } from "../protocol/Seed.ts"
import type { Store } from "../Store.ts"

/** How much is read at a time. */
const pageSize = 100

/** What a store holds, as a seed. */
export const makeSave = (store: Store["Service"]) => {
  const states = Stream.paginate("", (after: string) =>
    Effect.map(store.calls(after, pageSize), (page) => {
      const last = page.length === pageSize ? page.at(-1) : undefined
      return [page, last === undefined ? Option.none() : Option.some(last.id.toLowerCase())] as const
    }))

  const operationsOf = ({ id }: CallState) =>
    Stream.runCollect(
      Stream.paginate(0, (after: number) =>
        Effect.map(store.page(id, after, 0, pageSize), (page = []) => {
          const last = page.length === pageSize ? page.at(-1) : undefined
          const operations: ReadonlyArray<RecordOperation> = page.map(({ current }) => current.operation)
          return [operations, last === undefined ? Option.none() : Option.some(last.sequence)] as const
        }))
    )

  const scriptOf = ({ id, script }: CallState) =>
    script === null
      ? Effect.undefined
      : store.transact({ _tag: "Call", callId: id, queue: "first" }, ({ call }) =>
        Result.succeed({ answer: call?.scripts.get(script) }))

  const saveCall = Effect.fnUntraced(function*(state: CallState) {
    const { appId, callbackUri, id, properties, roster, tenantId } = state
    const script = yield* scriptOf(state)
    return {
      id,
      ...(callbackUri === null ? {} : { callbackUri }),
      ...(appId === anonymousId ? {} : { appId }),
      ...(tenantId === anonymousId ? {} : { tenantId }),
      ...(roster === undefined ? {} : { participants: roster }),
      ...(script === undefined ? {} : { script }),
      ...(Object.keys(properties).length === 0 ? {} : { properties }),
      operations: yield* operationsOf(state)
    }
  })

  return Effect.gen(function*() {
    const calls = yield* Stream.runCollect(Stream.mapEffect(states, saveCall))
    const meetings = yield* store.meetings
    const snapshot: Snapshot = { calls, meetings }
    return snapshot
  })
}
