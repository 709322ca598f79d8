import { assert, it } from "@effect/vitest"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { keptSoundBytes, Store } from "@recordop/emulator/Store"
import { layerSqlite } from "@recordop/storage"
import { temporaryFile } from "@recordop/testing/temporaryFile"
import { Effect } from "effect"
import { DatabaseSync } from "node:sqlite"
import { stores } from "./stores.ts"

/** Samples that take three rows. */
const samplesOf = (number: number) => Int16Array.from({ length: 1_100_000 }, (_, index) => index * number)

const idOf = (number: number) => number.toString(16).padStart(16, "0")

// One test for all, as it takes seconds to make a database.
it.effect.each(stores)(
  "sounds in %s are found by what is in them and by their names, and are forgotten beyond the bound",
  ([, layer]) =>
    Effect.gen(function*() {
      const store = yield* Store
      // Not all of its buffer, and not where 16 bits are aligned for everybody.
      const samples = new Int16Array(Int16Array.of(9, 1, -2, 32_767, -32_768).buffer, 2, 4)
      yield* store.keepSound(idOf(1), samples)
      yield* store.keepSound(idOf(1), samples)
      const found = yield* store.sounds([idOf(1), idOf(2)])
      assert.deepStrictEqual(Array.from(found.keys()), [idOf(1)])
      assert.deepStrictEqual(found.get(idOf(1)), Int16Array.of(1, -2, 32_767, -32_768))
      assert.deepStrictEqual(yield* store.namedSounds, [])

      const named = (name: string, number: number) => ({
        name,
        id: idOf(number),
        sound: `+${number}@${idOf(number)}:0`
      })
      yield* store.keepSound(idOf(1), samples, named("b", 1))
      yield* store.keepSound(idOf(2), Int16Array.of(2), named("Z", 2))
      yield* store.keepSound(idOf(3), Int16Array.of(3), named("b", 3))
      assert.deepStrictEqual(yield* store.namedSounds, [named("Z", 2), named("b", 3)])
      assert.deepStrictEqual(yield* store.soundNamed("b"), named("b", 3))
      assert.isUndefined(yield* store.soundNamed("B"))
      assert.strictEqual((yield* store.sounds([idOf(1)])).size, 1)

      // What is kept again is the last that was kept.
      yield* store.keepSound(idOf(2), Int16Array.of(2), named("Z", 2))
      const long = Int16Array.from({ length: keptSoundBytes / 8 }, (_, index) => index)
      for (const number of [4, 5, 6, 7]) yield* store.keepSound(idOf(number), long, named(`${number}`, number))
      // Beyond the bound, and kept again at once: it is not what goes.
      yield* store.keepSound(idOf(4), long, named("again", 4))
      yield* store.keepSound(idOf(8), long, named("8", 8))
      const names = (yield* store.namedSounds).map(({ name }) => name)
      assert.deepStrictEqual(names, ["4", "6", "7", "8", "again"])
      const left = yield* store.sounds([1, 2, 3, 4, 5, 8].map(idOf))
      assert.deepStrictEqual(Array.from(left.keys()), [idOf(4), idOf(8)])
      assert.isTrue(left.get(idOf(8))?.every((sample, index) => sample === (index << 16 >> 16)))
    }).pipe(Effect.provide(layer)),
  60_000
)

it.effect("sounds on a file are there for the next server; those that cannot be read are set aside", () =>
  Effect.gen(function*() {
    const file = yield* temporaryFile
    const onFile = <A, E>(use: (store: Store["Service"]) => Effect.Effect<A, E>) =>
      Effect.provide(Effect.flatMap(Store, use), layerSqlite(file, emptySeed))
    for (const number of [1, 2]) {
      const named = { name: `${number}`, id: idOf(number), sound: "" }
      yield* onFile((store) => store.keepSound(idOf(number), samplesOf(number), named))
    }
    assert.deepStrictEqual(
      (yield* onFile((store) => store.sounds([idOf(1)]))).get(idOf(1)),
      samplesOf(1)
    )
    const broken = new DatabaseSync(file)
    broken.exec(
      "UPDATE sound_parts SET samples = 'none' WHERE number = 0; UPDATE sound_names SET sound = '?' WHERE name = '1'"
    )
    broken.close()
    const left = yield* onFile((store) =>
      Effect.all([store.sounds([idOf(1), idOf(2)]), store.namedSounds, store.setAside])
    )
    // Of a sound in parts a part is not what is left: everything behind it would be heard too early.
    assert.strictEqual(left[0].size, 0)
    assert.deepStrictEqual(left[1].map(({ name }) => name), ["2"])
    assert.sameMembers(left[2].map(({ table }) => table), ["sound_parts", "sound_parts", "sound_names"])
  }))
