const sampleRate = 16_000
const headerLength = 44

/** The tones of each prompt, in hertz; a bot that people use has voices in their place. */
const tones: Readonly<Partial<Record<string, ReadonlyArray<number>>>> = {
  menu: [440, 550, 660],
  "opening-hours": [660, 550],
  "leave-a-message": [550, 660],
  "thank-you": [660, 440]
}

/** A prompt as Graph wants it: a wave file of 16 kHz, 16 bit, mono. */
export const promptNamed = (name: string): Uint8Array<ArrayBuffer> | undefined => {
  const samples = tones[name]?.flatMap((hertz) =>
    Array.from({ length: sampleRate / 4 }, (_, index) => 8_000 * Math.sin((2 * Math.PI * hertz * index) / sampleRate))
  )
  return samples === undefined ? undefined : wavOf(samples)
}

const wavOf = (samples: ReadonlyArray<number>): Uint8Array<ArrayBuffer> => {
  const wav = Buffer.alloc(headerLength + samples.length * 2)
  wav.write("RIFF", 0)
  wav.writeUInt32LE(wav.length - 8, 4)
  wav.write("WAVEfmt ", 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(sampleRate, 24)
  wav.writeUInt32LE(sampleRate * 2, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write("data", 36)
  wav.writeUInt32LE(samples.length * 2, 40)
  for (const [index, sample] of samples.entries()) wav.writeInt16LE(Math.round(sample), headerLength + index * 2)
  return Uint8Array.from(wav)
}
