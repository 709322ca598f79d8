import { assert, describe, it } from "@effect/vitest"
import { makeResampler } from "@recordop/emulator/model/recording/resample"

/** How much is beside a sine of this frequency at 16 kHz, in decibels of the sine. */
const rest = (samples: Int16Array, frequency: number): number => {
  const step = (2 * Math.PI * frequency) / 16_000
  const middle = Array.from(samples).slice(800, -800)
  // The least squares of a sine and a cosine.
  let [ss, sc, cc, xs, xc] = [0, 0, 0, 0, 0]
  for (const [index, x] of middle.entries()) {
    const [s, c] = [Math.sin(step * index), Math.cos(step * index)]
    ss += s * s
    sc += s * c
    cc += c * c
    xs += x * s
    xc += x * c
  }
  const determinant = ss * cc - sc * sc
  const [a, b] = [(xs * cc - xc * sc) / determinant, (xc * ss - xs * sc) / determinant]
  let [error, power] = [0, 0]
  for (const [index, x] of middle.entries()) {
    const fitted = a * Math.sin(step * index) + b * Math.cos(step * index)
    error += (x - fitted) ** 2
    power += fitted ** 2
  }
  return 10 * Math.log10(error / power)
}

const sine = (rate: number, frequency: number) =>
  Int16Array.from(
    { length: rate },
    (_, index) => Math.round(16_000 * Math.sin((2 * Math.PI * frequency * index) / rate))
  )

const all = (rate: number, samples: Int16Array) => {
  const { lengthOf, resample } = makeResampler(rate)
  return resample(samples, 0, lengthOf(samples.length))
}

describe("makeResampler", () => {
  it.each([8_000, 11_025, 22_050, 24_000, 32_000, 44_100, 48_000])(
    "leaves a sine of %i Hz a sine within -80 dB",
    (rate) => {
      const highest = (Math.min(rate, 16_000) / 2) * 0.74
      for (const frequency of [100, 1_000, highest]) {
        assert.isBelow(rest(all(rate, sine(rate, frequency)), frequency), -80, `${frequency} Hz`)
      }
    }
  )

  it("makes the same of a sound in pieces", () => {
    const samples = sine(44_100, 1_234)
    const { lengthOf, resample } = makeResampler(44_100)
    const whole = resample(samples, 0, lengthOf(samples.length))
    for (const [from, to] of [[0, 1], [0, 4_000], [3_999, 12_345], [15_999, whole.length]] as const) {
      assert.deepStrictEqual(resample(samples, from, to), whole.slice(from, to))
    }
  })

  it("does not overflow", () => {
    const loud = Int16Array.from({ length: 8_000 }, (_, index) => index % 20 < 10 ? 32_767 : -32_768)
    const resampled = all(8_000, loud)
    assert.strictEqual(Math.max(...resampled), 32_767)
    assert.strictEqual(Math.min(...resampled), -32_768)
  })
})
