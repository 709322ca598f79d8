/** What an `AudioWorklet` has besides the language; the library of the DOM does not know it. */
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare const registerProcessor: (name: string, processor: new() => AudioWorkletProcessor) => void

/** Gives the page every block of samples that the microphone hears. */
class Microphone extends AudioWorkletProcessor {
  process([[samples] = [undefined]]: ReadonlyArray<ReadonlyArray<Float32Array | undefined>>): boolean {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin, a window has
    if (samples !== undefined) this.port.postMessage(samples.slice())
    return true
  }
}

registerProcessor("microphone", Microphone)
