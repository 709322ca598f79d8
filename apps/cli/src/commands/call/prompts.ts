import { type PlayedPrompt, promptsPlayed } from "@recordop/emulator/model/media/promptsPlayed"
import { CallMedia } from "@recordop/emulator/ports/CallMedia"
import { printable } from "@recordop/emulator/printable"
import { PromptList } from "@recordop/emulator/protocol/media"
import { Effect, Schema } from "effect"
import { Command } from "effect/cli"
import { callId, onServer, server } from "../../connection.ts"
import { output, printDocuments } from "../../output.ts"

const encode = Schema.encodeEffect(PromptList)

type Row = typeof PlayedPrompt.Encoded

const toRow = ({ endedAt = "", outcome, startedAt, uri }: Row): ReadonlyArray<string> => [
  startedAt,
  endedAt,
  outcome ?? "playing",
  printable(uri)
]

/** `recordop call prompts`. */
export const callPrompts = Command.make(
  "prompts",
  { callId, ...server, ...output },
  Effect.fn(function*({ callId, output }) {
    const { timeline } = yield* CallMedia
    const { value } = yield* Effect.orDie(encode({ value: promptsPlayed(yield* timeline(callId)) }))
    yield* printDocuments(value, ["STARTED", "ENDED", "OUTCOME", "URI"], toRow, output)
  }, onServer)
).pipe(
  Command.withDescription("Print the prompts that a caller has heard, and when"),
  Command.withExamples([{ command: "recordop call prompts <call-id>", description: "A row for each" }])
)
