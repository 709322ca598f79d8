import { appendSound, type Sound } from "./Sound.ts"
import { sampleRate } from "./wav.ts"

/** How loud a file is where somebody speaks, at least, in decibels of the full volume. */
export const defaultSilenceThreshold = -40

/** The same as a level of samples. */
export const levelAt = (decibels: number): number => 32_768 * 10 ** (decibels / 20)

/** Levels are taken of so many milliseconds at a time, and silence that is shorter than this is a part of speech. */
const frame = 20
const shortestSilence = 300

/** When somebody speaks in samples of 16 kHz, and when not, by their level (root mean square). */
export const speechIn = (samples: Int16Array, silenceThreshold = defaultSilenceThreshold): Sound => {
  const threshold = levelAt(silenceThreshold)
  const length = Math.floor(samples.length / (sampleRate / 1_000))
  let sound: Sound = ""
  let spoken = 0
  let silent = 0
  let isSpeech = false
  const addSpeech = () => {
    sound = appendSound(sound, true, spoken)
    spoken = 0
  }
  for (let at = 0; at < length; at += frame) {
    const milliseconds = Math.min(frame, length - at)
    if (levelOf(samples, at, milliseconds) >= threshold) {
      if (isSpeech) spoken += silent
      else sound = appendSound(sound, false, silent)
      spoken += milliseconds
      silent = 0
      isSpeech = true
    } else {
      silent += milliseconds
      if (isSpeech && silent >= shortestSilence) {
        addSpeech()
        isSpeech = false
      }
    }
  }
  addSpeech()
  return appendSound(sound, false, silent)
}

const levelOf = (samples: Int16Array, at: number, milliseconds: number): number => {
  const start = at * (sampleRate / 1_000)
  const end = start + milliseconds * (sampleRate / 1_000)
  let sum = 0
  for (let index = start; index < end; index++) sum += (samples[index] ?? 0) ** 2
  return Math.sqrt(sum / (end - start))
}
