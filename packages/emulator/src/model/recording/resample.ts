import { sampleRate } from "./wav.ts"

/** How many zeros of the sinc function are on either side of its middle. */
const zeros = 48

/** What the Kaiser window takes away beyond its edge: about 90 dB. */
const beta = 9

/** The share of what both rates can have that is kept; the rest is where the filter falls. */
const kept = 0.92

/** Makes the samples at 16 kHz of a sound that has another rate; a part of them costs the part. */
export interface Resampler {
  /** How many samples so many become. */
  readonly lengthOf: (length: number) => number
  /** The new samples `from` to `to` (exclusive). */
  readonly resample: (samples: Int16Array, from: number, to: number) => Int16Array
}

/**
 * A resampler for `rate` samples per second, which is a whole number: a sinc filter in a Kaiser window. A sine below three
 * quarters of half the lower rate stays a sine within −80 dB.
 *
 * Source: J. O. Smith, "Digital Audio Resampling Home Page", Stanford University (2002).
 */
export const makeResampler = (rate: number): Resampler => {
  const cutoff = Math.min(1, sampleRate / rate) * kept
  const reach = Math.ceil(zeros / cutoff)
  const common = greatestCommonDivisor(rate, sampleRate)
  const [up, down] = [sampleRate / common, rate / common]
  const filters = new Map<number, Float64Array>()
  return {
    lengthOf: (length) => Math.round((length * up) / down),
    resample: (samples, from, to) => {
      const resampled = new Int16Array(to - from)
      // With silence around them all samples that are looked at are there: this is what the time is spent on.
      const start = Math.floor((from * down) / up) - reach
      const around = new Float64Array(Math.ceil((to * down) / up) + reach + 1 - start)
      const first = Math.max(0, start)
      around.set(samples.subarray(first, start + around.length), first - start)
      for (let index = from; index < to; index++) {
        const phase = (index * down) % up
        const filter = filters.get(phase) ?? filterAt(phase / up, reach, cutoff)
        filters.set(phase, filter)
        const nearest = (index * down - phase) / up - reach + 1 - start
        let sum = 0
        for (let tap = 0; tap < filter.length; tap++) sum += (around[nearest + tap] ?? 0) * (filter[tap] ?? 0)
        resampled[index - from] = Math.max(-32_768, Math.min(32_767, Math.round(sum)))
      }
      return resampled
    }
  }
}

/** The weights of the samples around a place that is `fraction` of a sample after one of them. */
const filterAt = (fraction: number, reach: number, cutoff: number): Float64Array => {
  const weights = Float64Array.from({ length: 2 * reach }, (_, tap) => {
    const distance = tap - reach + 1 - fraction
    return sinc(distance * cutoff) * kaiser(distance / reach)
  })
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}

const sinc = (x: number): number => x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)

const kaiser = (x: number): number => Math.abs(x) > 1 ? 0 : bessel(beta * Math.sqrt(1 - x * x)) / bessel(beta)

/** The modified Bessel function of the first kind and order zero, by its series. */
const bessel = (x: number): number => {
  let sum = 1
  for (let term = 1, n = 1; term > sum * 1e-12; n++) {
    term *= (x / (2 * n)) ** 2
    sum += term
  }
  return sum
}

const greatestCommonDivisor = (a: number, b: number): number => b === 0 ? a : greatestCommonDivisor(b, a % b)
