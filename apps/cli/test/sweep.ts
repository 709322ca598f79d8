const sampleRate = 16_000

/** Samples of a tone that rises from 300 to 1,500 Hz in so many milliseconds: no part of it is like another. */
export const sweep = (milliseconds: number): Array<number> => {
  const length = (sampleRate * milliseconds) / 1_000
  return Array.from({ length }, (_, index) => {
    const seconds = index / sampleRate
    // No sample is −0.
    return Math.round(
      12_000 * Math.sin(2 * Math.PI * (300 * seconds + (1_200 * seconds * seconds) / (milliseconds / 500)))
    ) || 0
  })
}

/** The samples of a wave file of 16 bit, mono. */
export const samplesOf = (wav: Uint8Array): Array<number> =>
  Array.from(new Int16Array(Uint8Array.from(wav).slice(44).buffer))

/** How much of `samples` is somewhere in `recorded`, whatever its volume: 1 is all of it. */
export const correlation = (recorded: ReadonlyArray<number>, samples: ReadonlyArray<number>): number => {
  let best = 0
  for (let start = 0; start + samples.length <= recorded.length; start++) {
    best = Math.max(best, likeness(recorded, start, samples))
  }
  return best
}

const likeness = (recorded: ReadonlyArray<number>, start: number, samples: ReadonlyArray<number>): number => {
  let product = 0
  let one = 0
  let other = 0
  // Every other sample is enough for tones below 4 kHz.
  for (let index = 0; index < samples.length; index += 2) {
    const a = recorded[start + index] ?? 0
    const b = samples[index] ?? 0
    product += a * b
    one += a * a
    other += b * b
  }
  return one === 0 ? 0 : product / Math.sqrt(one * other)
}
