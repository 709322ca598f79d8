import { type Call, Calls } from "@recordop/core/calls"
import { CallMedia } from "@recordop/emulator/ports/CallMedia"
import { printable } from "@recordop/emulator/printable"
import { Effect } from "effect"
import { Command, Flag } from "effect/cli"
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

const standingCalls = Effect.gen(function*() {
  const calls = yield* Calls
  const found: Array<Call> = []
  for (let page = yield* calls.list();; page = yield* calls.list(page.nextCursor)) {
    found.push(...page.items)
    if (page.nextCursor === undefined) return found
  }
})

const endedCalls = Effect.gen(function*() {
  const { calls } = yield* CallMedia
  return (yield* calls).flatMap(({ call, endedAt }) => endedAt === undefined ? [] : [call])
})

/** `recordop call list`. */
export const listCalls = Command.make(
  "list",
  {
    ended: Flag.Boolean("ended").pipe(
      Flag.withDescription("Print those that have ended in their place, the last hundred"),
      Flag.withDefault(false)
    ),
    ...server,
    ...output
  },
  Effect.fn(function*({ ended, output }) {
    const found = yield* ended ? endedCalls : standingCalls
    yield* printDocuments(found, ["ID", "STATE", "DIRECTION", "CALLBACK URI"], toRow, output)
  }, onServer)
).pipe(
  Command.withDescription("Print the calls that have not ended, or the last ones that have"),
  Command.withExamples([
    { command: "recordop call list", description: "A row for each" },
    { command: "recordop call list --ended", description: "Those of the tests before" }
  ])
)
