import { Callers } from "@recordop/emulator/ports/Callers"
import { printable } from "@recordop/emulator/printable"
import { ScriptReport } from "@recordop/emulator/protocol/script"
import { Effect, Schema } from "effect"
import { Command } from "effect/cli"
import { callId, onServer, server } from "../../connection.ts"
import { isTable, output, printDocument, printDocuments } from "../../output.ts"

const encodeReport = Schema.encodeEffect(ScriptReport)

type Step = (typeof ScriptReport.Encoded)["steps"][number]

const toRow = ({ milliseconds, state, step, text }: Step): ReadonlyArray<string> => [
  String(step),
  state,
  milliseconds === undefined ? "" : `${milliseconds} ms`,
  printable(text)
]

/** `recordop call script`. */
export const callScript = Command.make(
  "script",
  { callId, ...server, ...output },
  Effect.fn(function*({ callId, output }) {
    const callers = yield* Callers
    const report = yield* Effect.orDie(encodeReport(yield* callers.script(callId)))
    yield* (yield* isTable(output))
      ? printDocuments(report.steps, ["STEP", "STATE", "AFTER", "TEXT"], toRow, output)
      : printDocument({ ...report }, output)
  }, onServer)
).pipe(
  Command.withDescription("Print how far the caller has come in the script of a call"),
  Command.withExamples([{ command: "recordop call script <call-id>", description: "A row for each step" }])
)
