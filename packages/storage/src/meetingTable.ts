import { OnlineMeeting } from "@recordop/core/calls"
import { keptMeetings } from "@recordop/emulator/Store"
import { Effect, Schema } from "effect"
import { SqlClient } from "effect/sql"
import { makeReadRows } from "./readRows.ts"
import { format } from "./rows.ts"
import type { KeepAside } from "./SetAside.ts"

const Meeting = Schema.fromJsonString(OnlineMeeting)
const Row = Schema.Struct({ body: Meeting })
const write = Schema.encodeEffect(Meeting)

/** The statements on online meetings. */
export const makeMeetingTable = Effect.fnUntraced(function*(keepAside: KeepAside) {
  const sql = yield* SqlClient.SqlClient

  const readRows = makeReadRows(Row, ({ sequence, ...row }, error) =>
    Effect.andThen(
      keepAside("meetings", String(sequence), error, { sequence, ...row }),
      sql`DELETE FROM meetings WHERE sequence = ${sequence}`
    ))

  const all = sql`SELECT sequence, body FROM meetings ORDER BY sequence`.pipe(
    Effect.flatMap(readRows),
    Effect.map((rows) => rows.map(({ body }) => body))
  )

  const insert = Effect.fnUntraced(function*(meeting: OnlineMeeting) {
    yield* sql`INSERT INTO meetings (format, body) VALUES (${format}, ${yield* write(meeting)})`
    yield* sql`DELETE FROM meetings WHERE sequence NOT IN
      (SELECT sequence FROM meetings ORDER BY sequence DESC LIMIT ${keptMeetings})`
  })

  return { all, insert }
})
