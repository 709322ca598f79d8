import { type CallId, idKey, type OperationKey } from "@recordop/core"
import { ClockRow } from "@recordop/emulator/Change"
import type { RecordingEntry } from "@recordop/emulator/model/Turn"
import { Effect, Option, Result, Schema } from "effect"
import { SqlClient, SqlSchema } from "effect/sql"
import { unlessLocked } from "./readRows.ts"
import { format, readSound } from "./rows.ts"
import type { KeepAside } from "./SetAside.ts"

const Key = Schema.fromJsonString(Schema.Json)
const decodeRecording = Schema.decodeUnknownResult(Schema.Struct({ format: Schema.Int, sound: Schema.String }))

/** The statements on recordings, the clock and the signing key. */
export const makeOtherTables = (keepAside: KeepAside) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient

    const findRecording = Effect.fnUntraced(function*({ callId, operationId }: OperationKey) {
      const place = sql`call_key = ${idKey(callId)} AND key = ${idKey(operationId)}`
      const [row] = yield* sql`SELECT format, sound FROM recordings WHERE ${place}`
      if (row === undefined) return undefined
      const sound = Result.flatMap(decodeRecording(row), ({ format, sound }) => readSound(sound, format))
      if (Result.isSuccess(sound)) return sound.success
      yield* unlessLocked(Effect.andThen(
        keepAside("recordings", `${idKey(callId)}/${idKey(operationId)}`, sound.failure, row),
        sql`DELETE FROM recordings WHERE ${place}`
      ))
      return undefined
    })

    const insertRecording = (callId: CallId, { operationId, sound }: RecordingEntry) =>
      sql`INSERT INTO recordings (call_key, key, format, sound)
        VALUES (${idKey(callId)}, ${idKey(operationId)}, ${format}, ${sound})`

    const clockRow = SqlSchema.findOneOption({
      Request: Schema.Void,
      Result: ClockRow,
      execute: () => sql`SELECT mode, scale, now AS at, since FROM clock`
    })

    /** How the clock stands; a row that cannot be read is set aside, and the clock begins anew. */
    const clock = clockRow(undefined).pipe(
      Effect.map(Option.getOrUndefined),
      Effect.catchTag("SchemaError", (error) =>
        sql`SELECT * FROM clock`.pipe(
          Effect.flatMap(([row]) => keepAside("clock", "1", error, row ?? {})),
          Effect.andThen(sql`DELETE FROM clock`),
          Effect.as(undefined)
        ))
    )

    const writeClock = ({ at, mode, scale, since }: ClockRow) =>
      sql`INSERT INTO clock (id, now, mode, scale, since) VALUES (1, ${at}, ${mode}, ${scale}, ${since})
        ON CONFLICT (id) DO UPDATE SET now = ${at}, mode = ${mode}, scale = ${scale}, since = ${since}`

    const keyRow = SqlSchema.findOneOption({
      Request: Schema.Void,
      Result: Schema.Struct({ jwk: Key }),
      execute: () => sql`SELECT jwk FROM keys WHERE id = 1`
    })

    /** The signing key; one that cannot be read is none, and another takes its place. */
    const key = keyRow(undefined).pipe(
      Effect.map((row) => Option.getOrUndefined(row)?.jwk),
      Effect.catchTag("SchemaError", (error) =>
        sql`SELECT * FROM keys`.pipe(
          Effect.flatMap(([row]) => keepAside("keys", "1", error, row ?? {})),
          Effect.andThen(sql`DELETE FROM keys`),
          Effect.as(undefined)
        ))
    )

    const writeKey = (jwk: Schema.Json) => {
      const text = JSON.stringify(jwk)
      return sql`INSERT INTO keys (id, format, jwk) VALUES (1, ${format}, ${text})
        ON CONFLICT (id) DO UPDATE SET format = ${format}, jwk = ${text}`
    }

    return { findRecording, insertRecording, clock, writeClock, key, writeKey }
  })
