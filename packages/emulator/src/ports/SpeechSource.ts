import { Context, Effect, Schema } from "effect"

/** A text could not be spoken. */
export class SpeechFailed extends Schema.TaggedError<SpeechFailed>()("SpeechFailed", { message: Schema.String }) {}

/** What speaks the text of `say`: gives samples of 16 kHz, 16 bit, mono. Nothing does unless a command is given. */
export const SpeechSource = Context.Reference<{
  readonly speak: (text: string) => Effect.Effect<Int16Array, SpeechFailed>
}>("@recordop/emulator/ports/SpeechSource", {
  defaultValue: () => ({
    speak: () =>
      Effect.fail(
        new SpeechFailed({
          message: "Nothing speaks here: start the server with --speech-command 'espeak-ng --stdout'."
        })
      )
  })
})
