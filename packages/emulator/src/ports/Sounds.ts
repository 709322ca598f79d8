import type { Unavailable } from "@recordop/core"
import { Context, type Effect, Schema } from "effect"
import type { Sound } from "../model/recording/Sound.ts"
import type { KeptSounds, NamedSound } from "../Store.ts"
import type { SpeechFailed } from "./SpeechSource.ts"

/** A sound that is kept, and when somebody speaks in it. */
export interface KeptSound {
  readonly id: string
  readonly sound: Sound
}

/** There is no sound file of this name. */
export class SoundNotFound extends Schema.TaggedError<SoundNotFound>()("SoundNotFound", { name: Schema.String }) {
  override get message(): string {
    return `There is no sound file '${this.name}'; PUT it to /_emulator/sounds/${this.name} first.`
  }
}

/** The port: sound files that callers play, prompts, and what callers have said. */
export class Sounds extends Context.Service<Sounds, {
  /** Takes a file; one of the same name is replaced, and stays for recordings that have it. */
  readonly put: (name: string, samples: Int16Array) => Effect.Effect<NamedSound, Unavailable>
  /** Takes samples that have no name. */
  readonly keep: (samples: Int16Array) => Effect.Effect<KeptSound, Unavailable>
  /** Speaks a text, once. */
  readonly speak: (text: string) => Effect.Effect<KeptSound, SpeechFailed | Unavailable>
  readonly list: Effect.Effect<ReadonlyArray<NamedSound>, Unavailable>
  readonly find: (name: string) => Effect.Effect<NamedSound, SoundNotFound | Unavailable>
  /** The samples behind these ids, also of files that were replaced; without those that are forgotten. */
  readonly load: (ids: ReadonlyArray<string>) => Effect.Effect<KeptSounds, Unavailable>
}>()("@recordop/emulator/ports/Sounds") {}
