/** What Graph records: samples per second. */
const sampleRate = 16_000

/** How many samples are sent at a time: 0.2 s. */
const partLength = 3_200

/** A microphone that listens. */
export interface Listening {
  /** Sends what has been heard and not been sent; done when all of it has come. */
  readonly flush: () => Promise<void>
  /** Hears nothing, or hears again. */
  readonly mute: (isMuted: boolean) => void
  /** Lets go of the microphone. */
  readonly stop: () => Promise<void>
}

/** What becomes of what a microphone hears. */
export interface Hearing {
  /** Takes a wave file; the next one comes when this one has been taken. */
  readonly send: (wav: Blob) => Promise<unknown>
  /** Is told how loud it is, from 0 to 1. */
  readonly onLevel: (level: number) => void
  /** Is told what went wrong; nothing is sent after that. */
  readonly onError: (error: unknown) => void
}

/** Asks for the microphone and sends what it hears as it hears it. The browser resamples; nothing is taken out of it. */
export const listen = async ({ onError, onLevel, send }: Hearing): Promise<Listening> => {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: false }
  })
  const context = new AudioContext({ sampleRate })
  await context.audioWorklet.addModule("worklet.js")
  const node = new AudioWorkletNode(context, "microphone")
  let heard: Array<number> = []
  let sent: Promise<unknown> = Promise.resolve()
  let hasFailed = false
  const flush = async () => {
    const part = heard
    heard = []
    if (part.length > 0 && !hasFailed) {
      sent = sent.then(() => send(wavOf(part))).catch((error: unknown) => {
        hasFailed = true
        onError(error)
      })
    }
    await sent
  }
  node.port.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (!(data instanceof Float32Array)) return
    for (const sample of data) heard.push(sample)
    onLevel(Math.min(1, Math.sqrt(data.reduce((sum, sample) => sum + sample * sample, 0) / data.length) * 2))
    if (heard.length >= partLength) void flush()
  })
  node.port.start()
  context.createMediaStreamSource(stream).connect(node)
  return {
    flush,
    mute: (isMuted) => {
      for (const track of stream.getTracks()) track.enabled = !isMuted
    },
    stop: async () => {
      for (const track of stream.getTracks()) track.stop()
      await context.close()
      onLevel(0)
      await flush()
    }
  }
}

const headerLength = 44

/** A wave file of 16 kHz, 16 bit, mono. */
const wavOf = (samples: ReadonlyArray<number>): Blob => {
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
