import { MediaEvent } from "@recordop/emulator/model/media/MediaEvent"
import { keptMedia } from "@recordop/emulator/Store"
import { Effect, Result, Schema } from "effect"
import { SqlClient, SqlSchema } from "effect/sql"
import { format } from "./rows.ts"
import type { KeepAside } from "./SetAside.ts"

/** After how many changes of a call it is looked what can be forgotten. */
const pruneEvery = 100

/** How many rows a call has at the most. */
const mostRows = keptMedia + pruneEvery

const Events = Schema.fromJsonString(Schema.Array(MediaEvent))
const read = Schema.decodeResult(Events)
const write = Schema.encodeEffect(Events)

/** The statements on what could be seen and heard in calls: a row for each change, by the number of the change in its call. */
export const makeMediaTable = Effect.fnUntraced(function*(keepAside: KeepAside) {
  const sql = yield* SqlClient.SqlClient

  const rows = SqlSchema.findAll({
    Request: Schema.Struct({ callKey: Schema.String, limit: Schema.Int }),
    Result: Schema.Struct({ number: Schema.Int, format: Schema.Int, events: Schema.String }),
    execute: ({ callKey, limit }) =>
      sql`SELECT number, format, events FROM media WHERE call_key = ${callKey} ORDER BY number LIMIT ${limit}`
  })

  const insert = SqlSchema.findOne({
    Request: Schema.Struct({ callKey: Schema.String, events: Schema.String }),
    Result: Schema.Struct({ number: Schema.Int }),
    execute: ({ callKey, events }) =>
      sql`INSERT INTO media (call_key, number, format, events) VALUES (
        ${callKey}, (SELECT coalesce(max(number), 0) + 1 FROM media WHERE call_key = ${callKey}), ${format}, ${events}
      ) RETURNING number`
  })

  const append = Effect.fnUntraced(function*(callKey: string, events: ReadonlyArray<MediaEvent>) {
    const { number } = yield* insert({ callKey, events: yield* write(events) })
    if (number % pruneEvery !== 0) return
    yield* sql`DELETE FROM media WHERE call_key = ${callKey} AND number <= ${number - keptMedia}`
  })

  const readRows = Effect.fnUntraced(function*(callKey: string, limit: number) {
    const found: Array<MediaEvent> = []
    for (const row of yield* rows({ callKey, limit })) {
      const events = read(row.events)
      if (Result.isSuccess(events)) {
        found.push(...events.success)
      } else {
        yield* keepAside("media", `${callKey}/${row.number}`, events.failure, row)
        yield* sql`DELETE FROM media WHERE call_key = ${callKey} AND number = ${row.number}`
      }
    }
    return found
  })

  return {
    append,
    find: (callKey: string) => Effect.map(readRows(callKey, mostRows), (events) => events.slice(-keptMedia)),
    began: (callKey: string) => Effect.map(readRows(callKey, 1), ([first]) => first?.at)
  }
})
