import type { MediaEvent } from "@recordop/emulator/model/media/MediaEvent"
import { CallMedia } from "@recordop/emulator/ports/CallMedia"
import { printable } from "@recordop/emulator/printable"
import { Timeline } from "@recordop/emulator/protocol/media"
import { Effect, Schema } from "effect"
import { Command } from "effect/cli"
import { callId, onServer, server } from "../../connection.ts"
import { output, printDocuments } from "../../output.ts"

const encode = Schema.encodeEffect(Timeline)

type Row = typeof MediaEvent.Encoded

const toRow = ({ at, type, ...rest }: Row): ReadonlyArray<string> => [
  at,
  type,
  printable(Object.entries(rest).map(([name, value]) => `${name}=${value}`).join(" "))
]

/** `recordop call timeline`. */
export const callTimeline = Command.make(
  "timeline",
  { callId, ...server, ...output },
  Effect.fn(function*({ callId, output }) {
    const { timeline } = yield* CallMedia
    const { value } = yield* Effect.orDie(encode({ value: yield* timeline(callId) }))
    yield* printDocuments(value, ["AT", "WHAT", ""], toRow, output)
  }, onServer)
).pipe(
  Command.withDescription("Print what could be seen and heard in a call"),
  Command.withExamples([{ command: "recordop call timeline <call-id> -o json", description: "To a program" }])
)
