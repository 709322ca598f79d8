import { NodeServices } from "@effect/platform-node"
import { SpeechFailed, SpeechSource } from "@recordop/emulator/ports/SpeechSource"
import { readWav } from "@recordop/server/emulator/readWav"
import { Effect, Layer, type Option, Stream } from "effect"
import { ChildProcess, ChildProcessSpawner } from "effect/process"

/** How long a command may take to speak a text, and how many bytes it may write. */
const timeout = "10 seconds"
const maxBytes = 41_943_040

/** Speaks by a command of the user, which a shell runs; nothing does when there is none. */
export const layer = (command: Option.Option<string>): Layer.Layer<never> =>
  command._tag === "None" ? Layer.empty : Layer.provide(speakingBy(command.value), NodeServices.layer)

const speakingBy = (command: string) =>
  Layer.effect(
    SpeechSource,
    Effect.map(ChildProcessSpawner.ChildProcessSpawner, (spawner) => {
      const run = Effect.fnUntraced(function*(text: string) {
        const process = yield* spawner.spawn(
          ChildProcess.make(command, { shell: true, stdin: Stream.encodeText(Stream.make(text)), stderr: "inherit" })
        )
        let written = 0
        const output = yield* process.stdout.pipe(
          Stream.takeWhile((chunk) => (written += chunk.length) <= maxBytes),
          Stream.runCollect
        )
        const exitCode = yield* process.exitCode
        if (exitCode !== 0) return yield* failed(command, `it ended with ${exitCode}`)
        return yield* Effect.catch(readWav(Buffer.concat(output)), ({ message }) => failed(command, message))
      })
      return {
        speak: (text) =>
          Effect.scoped(run(text)).pipe(
            Effect.catchTag("PlatformError", ({ message }) => failed(command, message)),
            Effect.timeoutOrElse({ duration: timeout, orElse: () => failed(command, `it took longer than ${timeout}`) })
          )
      }
    })
  )

const failed = (command: string, why: string) =>
  Effect.fail(new SpeechFailed({ message: `--speech-command '${command}' did not speak: ${why}.` }))
