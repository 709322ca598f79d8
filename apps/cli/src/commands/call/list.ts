import { type Call, Calls } from "@recordop/core/calls"
import { printable } from "@recordop/emulator/printable"
import { Effect } from "effect"
import { Command } from "effect/cli"
import { onServer, server } from "../../connection.ts"
import { output, printDocuments } from "../../output.ts"

const toRow = (
  { callbackUri, direction, id, state }: Call
): ReadonlyArray<string> => [
  id,
  state,
  direction === "incoming" ? "incoming" : "outgoing",
  printable(callbackUri ?? "")
]

/** `recordop call list`. */
export const listCalls = Command.make(
  "list",
  { ...server, ...output },
  Effect.fn(function*({ output }) {
    const calls = yield* Calls
    const found: Array<Call> = []
    for (let page = yield* calls.list();; page = yield* calls.list(page.nextCursor)) {
      found.push(...page.items)
      if (page.nextCursor === undefined) break
    }
    yield* printDocuments(found, ["ID", "STATE", "DIRECTION", "CALLBACK URI"], toRow, output)
  }, onServer)
).pipe(
  Command.withDescription("Print the calls that have not ended"),
  Command.withExamples([{ command: "recordop call list", description: "A row for each" }])
)
