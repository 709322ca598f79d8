/** What Graph records: samples per second. */
const sampleRate = 16_000

/** A microphone that listens. */
export interface Listening {
  /** Lets go of the microphone; gives what it has heard, as a wave file. */
  readonly stop: () => Promise<Blob>
}

/** Asks for the microphone and listens to it. The browser resamples; nothing is taken out of what it hears. */
export const listen = async (): Promise<Listening> => {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false }
  })
  const context = new AudioContext({ sampleRate })
  await context.audioWorklet.addModule("worklet.js")
  const node = new AudioWorkletNode(context, "microphone")
  const blocks: Array<Float32Array> = []
  node.port.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (data instanceof Float32Array) blocks.push(data)
  })
  node.port.start()
  context.createMediaStreamSource(stream).connect(node)
  return {
    stop: async () => {
      for (const track of stream.getTracks()) track.stop()
      await context.close()
      return wavOf(blocks)
    }
  }
}

const headerLength = 44

/** A wave file of 16 kHz, 16 bit, mono. */
const wavOf = (blocks: ReadonlyArray<Float32Array>): Blob => {
  const samples = blocks.flatMap((block) => Array.from(block))
  const view = new DataView(new ArrayBuffer(headerLength + samples.length * 2))
  const write = (offset: number, text: string) => {
    for (let index = 0; index < text.length; index++) view.setUint8(offset + index, text.charCodeAt(index))
  }
  write(0, "RIFF")
  view.setUint32(4, view.byteLength - 8, true)
  write(8, "WAVEfmt ")
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, sampleRate, true)
  view.setUint32(28, sampleRate * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  write(36, "data")
  view.setUint32(40, samples.length * 2, true)
  for (const [index, sample] of samples.entries()) {
    view.setInt16(headerLength + index * 2, Math.max(-1, Math.min(1, sample)) * 32_767, true)
  }
  return new Blob([view.buffer], { type: "audio/wav" })
}
