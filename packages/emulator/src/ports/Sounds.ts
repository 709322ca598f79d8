import { Context, type Effect, Schema } from "effect"
import type { Sound } from "../model/recording/Sound.ts"
import type { SpeechFailed } from "./SpeechSource.ts"

/** Samples by an id that follows from them, and when somebody speaks in them. */
export interface KeptSound {
  readonly id: string
  readonly sound: Sound
  /** 16 kHz, 16 bit, mono. */
  readonly samples: Int16Array
}

/** A sound file. */
export interface SoundFile extends KeptSound {
  readonly name: string
}

/** There is no sound file of this name. */
export class SoundNotFound extends Schema.TaggedError<SoundNotFound>()("SoundNotFound", { name: Schema.String }) {
  override get message(): string {
    return `There is no sound file '${this.name}'; PUT it to /_emulator/sounds/${this.name} first.`
  }
}

/** The port: sound files that callers play, in the memory of the server. */
export class Sounds extends Context.Service<Sounds, {
  /** Takes a file; one of the same name is replaced, and stays for recordings that have it. */
  readonly put: (name: string, samples: Int16Array) => Effect.Effect<SoundFile>
  /** Takes samples that have no name. */
  readonly keep: (samples: Int16Array) => Effect.Effect<KeptSound>
  /** Speaks a text, once. */
  readonly speak: (text: string) => Effect.Effect<KeptSound, SpeechFailed>
  readonly list: Effect.Effect<ReadonlyArray<SoundFile>>
  readonly find: (name: string) => Effect.Effect<SoundFile, SoundNotFound>
  /** The samples behind an id, also of a file that was replaced; `undefined` once they are forgotten. */
  readonly samplesOf: (id: string) => Int16Array | undefined
}>()("@recordop/emulator/ports/Sounds") {}
