import { MediaEvent } from "@recordop/emulator/model/media/MediaEvent"
import { keptMedia } from "@recordop/emulator/Store"
import { Effect, Schema } from "effect"
import { SqlClient, SqlSchema } from "effect/sql"
import { makeReadRows } from "./readRows.ts"
import { format } from "./rows.ts"
import type { KeepAside } from "./SetAside.ts"

/** After how many changes of a call it is looked what can be forgotten. */
const pruneEvery = 100

/** How many rows a call has at the most. */
const mostRows = keptMedia + pruneEvery

/** More changes than any call has: a number beyond it is nobody's, and none that is text is less. */
const mostChanges = 2_000_000_000

const Events = Schema.fromJsonString(Schema.Array(MediaEvent))
const Row = Schema.Struct({ number: Schema.Int, events: Events })
const write = Schema.encodeEffect(Events)

/** The statements on what could be seen and heard in calls: a row for each change, by the number of the change in its call. */
export const makeMediaTable = Effect.fnUntraced(function*(keepAside: KeepAside) {
  const sql = yield* SqlClient.SqlClient

  const readRows = (callKey: string) =>
    makeReadRows(Row, ({ number, ...row }, error) =>
      Effect.andThen(
        keepAside("media", `${callKey}/${String(number)}`, error, { number, ...row }),
        sql`DELETE FROM media WHERE call_key = ${callKey} AND number = ${number}`
      ))

  const insert = SqlSchema.findOne({
    Request: Schema.Struct({ callKey: Schema.String, events: Schema.String }),
    Result: Schema.Struct({ number: Schema.Int }),
    execute: ({ callKey, events }) =>
      sql`INSERT INTO media (call_key, number, format, events) VALUES (
        ${callKey}, (SELECT coalesce(max(number), 0) + 1 FROM media WHERE call_key = ${callKey} AND number < ${mostChanges}),
        ${format}, ${events}
      ) RETURNING number`
  })

  const append = Effect.fnUntraced(function*(callKey: string, events: ReadonlyArray<MediaEvent>) {
    const { number } = yield* insert({ callKey, events: yield* write(events) })
    if (number % pruneEvery !== 0) return
    yield* sql`DELETE FROM media WHERE call_key = ${callKey} AND number <= ${number - keptMedia}`
  })

  const find = (callKey: string, limit: number) =>
    sql`SELECT number, events FROM media WHERE call_key = ${callKey} ORDER BY number LIMIT ${limit}`.pipe(
      Effect.flatMap(readRows(callKey)),
      Effect.map((rows) => rows.flatMap(({ events }) => events))
    )

  return {
    append,
    find: (callKey: string) => Effect.map(find(callKey, mostRows), (events) => events.slice(-keptMedia)),
    began: (callKey: string) => Effect.map(find(callKey, 1), ([first]) => first?.at)
  }
})
