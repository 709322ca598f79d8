import { assert, describe, it } from "@effect/vitest"
import { makeSounds } from "@recordop/emulator/engine/sounds"
import { HeldSounds } from "@recordop/emulator/HeldSounds"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { appendSound } from "@recordop/emulator/model/recording/Sound"
import { soundIdsIn } from "@recordop/emulator/model/recording/wav"
import { SpeechSource } from "@recordop/emulator/ports/SpeechSource"
import { emptySeed } from "@recordop/emulator/protocol/Seed"
import { keptSoundBytes, Store } from "@recordop/emulator/Store"
import { Effect } from "effect"

const samples = (value: number) => new Int16Array(4).fill(value)

describe("sounds that are held", () => {
  it("go when there is no room for them, those that came longest ago first", () => {
    const held = new HeldSounds(24)
    for (const id of ["a", "b", "c"]) assert.isFalse(held.set(id, samples(1)))
    assert.isFalse(held.set("a", samples(1)))
    assert.isTrue(held.set("d", samples(1)))
    assert.deepStrictEqual(Array.from(held.among(["a", "b", "c", "d"]).keys()), ["a", "c", "d"])
    // One that has no room at all is held until the next one comes.
    assert.isTrue(held.set("long", new Int16Array(100)))
    assert.deepStrictEqual(Array.from(held.among(["a", "c", "d", "long"]).keys()), ["long"])
  })

  it.effect("are given with those of the store, also when they go meanwhile", () =>
    Effect.gen(function*() {
      const store = yield* Store
      const speech = yield* SpeechSource
      const large = new Int16Array(keptSoundBytes / 2)
      const kept = new Map([["a", samples(1)], ["b", samples(2)], ["large", large]])
      const sounds = makeSounds(
        {
          ...store,
          sounds: (ids) =>
            Effect.as(
              // While the store is asked for one, another one comes that has no room beside what is held.
              ids.includes("b") ? sounds.load(["large"]) : Effect.void,
              new Map(Array.from(kept).filter(([id]) => ids.includes(id)))
            )
        },
        -40,
        speech
      )
      yield* sounds.load(["a"])
      const loaded = yield* sounds.load(["a", "b"])
      assert.deepStrictEqual(Array.from(loaded), [["a", samples(1)], ["b", samples(2)]])
    }).pipe(Effect.provide(layerMemory(emptySeed))))
})

const id = (number: number) => String(number).repeat(16)

describe("soundIdsIn", () => {
  it("names what bytes of a wave file are made of, and nothing else", () => {
    const sound = [1, 2, 3].reduce((made, number) => appendSound(made, true, 10, `${id(number)}:0`), "")
    const [header, part] = [44, 320]
    assert.deepStrictEqual(soundIdsIn(sound, 0, header), [])
    assert.deepStrictEqual(soundIdsIn(sound, 0, header + 1), [id(1)])
    assert.deepStrictEqual(soundIdsIn(sound, header + part - 1, header + part + 1), [id(1), id(2)])
    assert.deepStrictEqual(soundIdsIn(sound, header + part, header + 2 * part), [id(2)])
    assert.deepStrictEqual(soundIdsIn(sound, header + 2 * part, header + 4 * part, 2), [id(2)])
  })
})
