import { Journal } from "@recordop/emulator/ports/Journal"
import { printable, printableJson } from "@recordop/emulator/printable"
import { Direction, RequestEntry, type RequestFilter } from "@recordop/emulator/protocol/requests"
import { Console, Effect, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import { HttpClient } from "effect/http"
import { onServer, server } from "../connection.ts"
import { fail, wrongUsage } from "../Failure.ts"
import { filterFlags, filterOf } from "../filterFlags.ts"
import { toJsonLine } from "../json.ts"
import { formatOf, output, printDocuments } from "../output.ts"
import { hasSelection } from "../selection.ts"
import { formatColumns } from "../table.ts"

const flags = {
  direction: Flag.Literals("direction", Direction.literals).pipe(
    Flag.withDescription("Those from bots to Graph (received), or from Graph to bots (sent); both unless given"),
    Flag.optional
  ),
  status: Flag.Int("status").pipe(Flag.withDescription("Those that were answered so"), Flag.optional),
  follow: Flag.Boolean("follow").pipe(
    Flag.withAlias("f"),
    Flag.withDescription("Go on with those that are made from now on"),
    Flag.withDefault(false)
  ),
  har: Flag.Boolean("har").pipe(
    Flag.withDescription("Print an HTTP Archive, for the tools of browsers and proxies"),
    Flag.withDefault(false)
  ),
  clear: Flag.Boolean("clear").pipe(Flag.withDescription("Forget them"), Flag.withDefault(false))
}

/** How often it is looked for new ones. */
const interval = "200 millis"

const encode = Schema.encodeEffect(RequestEntry)

const columns = ["TIME", "METHOD", "STATUS", "MS", "URL"]

const toRow = (entry: typeof RequestEntry.Encoded): ReadonlyArray<string> => [
  entry.at.slice(11, 19),
  entry.direction === "sent" ? `> ${entry.method}` : entry.method,
  entry.response === undefined ? "none" : String(entry.response.status),
  String(Math.round(entry.milliseconds)),
  printable(entry.url)
]

const follow = Effect.fnUntraced(function*(filter: RequestFilter, isTable: boolean) {
  const journal = yield* Journal
  let after = 0
  for (;;) {
    for (const entry of yield* journal.list(filter, after)) {
      after = entry.sequence
      const encoded = yield* Effect.orDie(encode(entry))
      yield* Console.log(isTable ? formatColumns([toRow(encoded)]) : toJsonLine(encoded))
    }
    yield* Effect.sleep(interval)
  }
})

/** `recordop requests`. */
export const requests = Command.make(
  "requests",
  { ...flags, ...filterFlags, ...server, ...output },
  Effect.fn(function*({ clear, follow: isFollowing, har, output, url, ...given }) {
    const journal = yield* Journal
    const filter = filterOf(given)
    if (clear) return yield* journal.clear
    if (har) {
      const answer = yield* HttpClient.get(`${url}/_emulator/requests.har`, { urlParams: { ...filter } })
      return yield* Console.log(printableJson(yield* answer.text))
    }
    if (isFollowing && hasSelection(output)) return yield* fail("--follow prints requests as they are", wrongUsage)
    if (isFollowing) return yield* follow(filter, (yield* formatOf(output.format)) === "table")
    const documents = yield* Effect.forEach(yield* journal.list(filter), (entry) => Effect.orDie(encode(entry)))
    return yield* printDocuments(documents, columns, toRow, output)
  }, onServer)
).pipe(
  Command.withDescription("Print what bots asked of Graph and Graph of bots"),
  Command.withExamples([
    { command: "recordop requests --follow", description: "As they are made" },
    { command: "recordop requests --path '/communications/calls/*/playPrompt'", description: "Those of a path" }
  ])
)
