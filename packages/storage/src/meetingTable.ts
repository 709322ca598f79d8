import { OnlineMeeting } from "@recordop/core/calls"
import { keptMeetings } from "@recordop/emulator/Store"
import { Effect, Result, Schema } from "effect"
import { SqlClient, SqlSchema } from "effect/sql"
import { format } from "./rows.ts"
import type { KeepAside } from "./SetAside.ts"

const Meeting = Schema.fromJsonString(OnlineMeeting)
const read = Schema.decodeResult(Meeting)
const write = Schema.encodeEffect(Meeting)

/** The statements on online meetings. */
export const makeMeetingTable = Effect.fnUntraced(function*(keepAside: KeepAside) {
  const sql = yield* SqlClient.SqlClient

  const rows = SqlSchema.findAll({
    Request: Schema.Void,
    Result: Schema.Struct({ sequence: Schema.Int, format: Schema.Int, body: Schema.String }),
    execute: () => sql`SELECT sequence, format, body FROM meetings ORDER BY sequence`
  })

  const all = Effect.gen(function*() {
    const meetings: Array<OnlineMeeting> = []
    for (const row of yield* rows(undefined)) {
      const meeting = read(row.body)
      if (Result.isSuccess(meeting)) {
        meetings.push(meeting.success)
      } else {
        yield* keepAside("meetings", String(row.sequence), meeting.failure, row)
        yield* sql`DELETE FROM meetings WHERE sequence = ${row.sequence}`
      }
    }
    return meetings
  })

  const insert = Effect.fnUntraced(function*(meeting: OnlineMeeting) {
    yield* sql`INSERT INTO meetings (format, body) VALUES (${format}, ${yield* write(meeting)})`
    yield* sql`DELETE FROM meetings WHERE sequence NOT IN
      (SELECT sequence FROM meetings ORDER BY sequence DESC LIMIT ${keptMeetings})`
  })

  return { all, insert }
})
