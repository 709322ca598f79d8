import { assert, describe, it } from "@effect/vitest"
import { appendSound, type Sound, Sound as SoundSchema, soundDuration } from "@recordop/emulator/model/recording/Sound"
import { wavBytes, wavLength } from "@recordop/emulator/model/recording/wav"
import { Arbitrary, Schema } from "effect"

const sound: Sound = "-1000+500-250"

const whole = wavBytes(sound, 0, wavLength(sound))
const samples = new Int16Array(whole.slice(44).buffer)

describe("a wave file", () => {
  it("says that it is PCM of 16 kHz, 16 bit, mono", () => {
    const view = new DataView(whole.buffer)
    const text = (offset: number) => String.fromCharCode(...whole.subarray(offset, offset + 4))
    assert.deepStrictEqual([text(0), text(8), text(12), text(36)], ["RIFF", "WAVE", "fmt ", "data"])
    assert.strictEqual(view.getUint32(4, true), whole.length - 8)
    assert.strictEqual(view.getUint32(16, true), 16)
    assert.deepStrictEqual([view.getUint16(20, true), view.getUint16(22, true), view.getUint32(24, true)], [
      1,
      1,
      16_000
    ])
    assert.deepStrictEqual([view.getUint32(28, true), view.getUint16(32, true), view.getUint16(34, true)], [
      32_000,
      2,
      16
    ])
    assert.strictEqual(view.getUint32(40, true), whole.length - 44)
  })

  it("lasts as long as the sound", () => {
    assert.strictEqual(samples.length, 1_750 * 16)
    assert.strictEqual(wavLength(""), 44)
  })

  it("has a tone where the caller spoke, and silence elsewhere", () => {
    const isSilent = (from: number, to: number) => samples.subarray(from * 16, to * 16).every((sample) => sample === 0)
    assert.isTrue(isSilent(0, 1_000))
    assert.isTrue(isSilent(1_500, 1_750))
    const spoken = samples.subarray(16_000, 24_000)
    assert.isAbove(Math.max(...spoken), 8_000)
    assert.isBelow(Math.min(...spoken), -8_000)
    const crossings = spoken.filter((sample, index) => sample >= 0 && (spoken[index - 1] ?? 0) < 0).length
    assert.closeTo(crossings / 0.5, 400, 4)
  })

  it.prop("is the same in parts", [
    Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 56_044 }))),
    Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 56_044 })))
  ], ([one, other]) => {
    const [start, end] = [Math.min(one, other), Math.max(one, other)]
    assert.deepStrictEqual(wavBytes(sound, start, end), whole.slice(start, end))
  })
})

describe("a sound", () => {
  it.prop("grows without empty stretches or two alike in a row", [
    Arbitrary.schema(Schema.Array(Schema.Tuple([
      Schema.Boolean,
      Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100 }))
    ])))
  ], ([stretches]) => {
    const grown = stretches.reduce<Sound>(
      (sound, [speaking, milliseconds]) => appendSound(sound, speaking, milliseconds),
      ""
    )
    assert.isTrue(Schema.is(SoundSchema)(grown))
    assert.notMatch(grown, /\+\d+\+|-\d+-/)
    assert.strictEqual(soundDuration(grown), stretches.reduce((sum, [, milliseconds]) => sum + milliseconds, 0))
  })
})
