import { Effect } from "effect"
import { idsFor, type NewId } from "../model/NewId.ts"
import type { Snapshot } from "../protocol/Seed.ts"

/** Ids of an emulator. Those that follow from a seed begin anew when it does, without those that `held` has already. */
export const makeIds = Effect.fnUntraced(function*<E>(seed: string | undefined, held: Effect.Effect<Snapshot, E>) {
  let newId = idsFor("ids", seed)
  const restart = seed === undefined ? Effect.void : Effect.map(held, (snapshot) => {
    newId = without(guidsIn(snapshot), idsFor("ids", seed))
  })
  yield* restart
  return { next: () => newId(), restart }
})

const guid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi

const guidsIn = (snapshot: Snapshot): ReadonlySet<string> => new Set(JSON.stringify(snapshot).toLowerCase().match(guid))

const without = (taken: ReadonlySet<string>, newId: NewId): NewId => () => {
  let id = newId()
  while (taken.has(id)) id = newId()
  return id
}
