import { keptSoundBytes, type KeptSounds, NamedSound } from "@recordop/emulator/Store"
import { Effect, Result, Schema } from "effect"
import { SqlClient, SqlSchema } from "effect/sql"
import type { Failure } from "./Failure.ts"
import type { KeepAside } from "./SetAside.ts"

/** How many sounds are read at once. */
const batch = 100

/** How much is kept before it is looked again what is beyond the bound, in bytes. */
const slack = keptSoundBytes / 64

/** How many bytes of samples are in a row. */
const partLength = 1_048_576

const readPart = Schema.decodeUnknownResult(Schema.instanceOf(Uint8Array))

const NameRow = Schema.Struct({ name: Schema.String, id: Schema.String, sound: Schema.String })
const readName = Schema.decodeResult(NamedSound)

/** The statements on sounds and their names. */
export const makeSoundTable = Effect.fnUntraced(function*(keepAside: KeepAside) {
  const sql = yield* SqlClient.SqlClient
  let unlooked = 0

  const forgetOldest = Effect.gen(function*() {
    yield* sql`DELETE FROM sounds WHERE sequence <= coalesce((
      SELECT max(sequence) FROM (
        SELECT sequence, sum(length) OVER (ORDER BY sequence DESC) AS bytes FROM sounds
      ) AS newest WHERE bytes > ${keptSoundBytes}), 0) AND sequence < (SELECT max(sequence) FROM sounds)`
    yield* sql`DELETE FROM sound_parts WHERE id NOT IN (SELECT id FROM sounds)`
    yield* sql`DELETE FROM sound_names WHERE id NOT IN (SELECT id FROM sounds)`
  })

  const keep = Effect.fnUntraced(function*(id: string, samples: Int16Array, named: NamedSound | undefined) {
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
    yield* sql`INSERT INTO sounds (id, length) VALUES (${id}, ${bytes.length}) ON CONFLICT (id) DO NOTHING`
    for (let start = 0; start < bytes.length; start += partLength) {
      const part = bytes.subarray(start, start + partLength)
      yield* sql`INSERT INTO sound_parts (id, number, samples) VALUES (${id}, ${start / partLength}, ${part})
        ON CONFLICT (id, number) DO NOTHING`
    }
    if (named !== undefined) {
      yield* sql`INSERT INTO sound_names (name, id, sound) VALUES (${named.name}, ${id}, ${named.sound})
        ON CONFLICT (name) DO UPDATE SET id = ${id}, sound = ${named.sound}`
    }
    unlooked += bytes.length
    if (unlooked < slack) return
    unlooked = 0
    yield* forgetOldest
  })

  const partRows = SqlSchema.findAll({
    Request: Schema.Array(Schema.String),
    Result: Schema.Struct({ id: Schema.String, number: Schema.Int, samples: Schema.Unknown }),
    execute: (ids) => sql`SELECT id, number, samples FROM sound_parts WHERE ${sql.in("id", ids)} ORDER BY id, number`
  })

  const find = Effect.fnUntraced(function*(ids: ReadonlyArray<string>): Effect.fn.Return<KeptSounds, Failure> {
    const parts = new Map<string, Array<Uint8Array>>()
    for (let start = 0; start < ids.length; start += batch) {
      for (const row of yield* partRows(ids.slice(start, start + batch))) {
        const part = readPart(row.samples)
        if (Result.isSuccess(part)) {
          parts.set(row.id, [...parts.get(row.id) ?? [], part.success])
        } else {
          yield* keepAside("sound_parts", `${row.id}/${row.number}`, part.failure, row)
          yield* sql`DELETE FROM sound_parts WHERE id = ${row.id} AND number = ${row.number}`
        }
      }
    }
    return new Map(Array.from(parts, ([id, parts]) => [id, samplesIn(parts)]))
  })

  const readNames = Effect.fnUntraced(function*(rows: ReadonlyArray<typeof NameRow.Type>) {
    const names: Array<NamedSound> = []
    for (const row of rows) {
      const named = readName(row)
      if (Result.isSuccess(named)) {
        names.push(named.success)
      } else {
        yield* keepAside("sound_names", row.name, named.failure, row)
        yield* sql`DELETE FROM sound_names WHERE name = ${row.name}`
      }
    }
    return names
  })

  const allNames = SqlSchema.findAll({
    Request: Schema.Void,
    Result: NameRow,
    execute: () => sql`SELECT name, id, sound FROM sound_names ORDER BY name`
  })

  const oneName = SqlSchema.findAll({
    Request: Schema.String,
    Result: NameRow,
    execute: (name) => sql`SELECT name, id, sound FROM sound_names WHERE name = ${name}`
  })

  return {
    keep,
    find,
    names: Effect.flatMap(allNames(undefined), readNames),
    named: (name: string) => Effect.map(Effect.flatMap(oneName(name), readNames), ([named]) => named)
  }
})

/** Samples of 16 bits in the bytes of rows, which may begin anywhere. */
const samplesIn = (parts: ReadonlyArray<Uint8Array>): Int16Array => {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let length = 0
  for (const part of parts) {
    bytes.set(part, length)
    length += part.length
  }
  return new Int16Array(bytes.buffer, 0, length >> 1)
}
