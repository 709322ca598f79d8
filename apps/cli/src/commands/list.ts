import { maxPageSize, type Page, RecordOperations } from "@recordop/core"
import { Effect, Option, Schema, Stream } from "effect"
import { Command, Flag } from "effect/cli"
import { callId, connection, onConnection } from "../connection.ts"
import { output, printOperations } from "../output.ts"

const limit = Flag.Int("limit").pipe(
  Flag.withDescription("Print at most so many"),
  Flag.withSchema(Schema.Int.check(Schema.isGreaterThanOrEqualTo(1, { expected: "a whole number from 1" }))),
  Flag.optional
)

/** `recordop list`. */
export const list = Command.make(
  "list",
  { callId, limit, ...connection, ...output },
  Effect.fn(function*({ callId, limit, output }) {
    const operations = yield* RecordOperations
    const wanted = Option.getOrElse(limit, () => Infinity)
    const pageSize = Math.min(wanted, maxPageSize)
    const all = Stream.paginate(undefined, (cursor: string | undefined) =>
      Effect.map(
        operations.list(callId, cursor === undefined ? { limit: pageSize } : { limit: pageSize, cursor }),
        ({ items, nextCursor }: Page) => [items, Option.fromUndefinedOr(nextCursor)] as const
      ))
    yield* printOperations(yield* Stream.runCollect(Stream.take(all, wanted)), output)
  }, onConnection)
).pipe(
  Command.withDescription("Print the operations of a call in the order of their creation"),
  Command.withExamples([
    { command: "recordop list <call-id>", description: "All of them" },
    { command: "recordop list <call-id> --limit 10 -o jsonl", description: "The first ten, one JSON document per line" }
  ])
)
