import { keptSoundBytes, keptSoundNames, type KeptSounds, NamedSound } from "@recordop/emulator/Store"
import { Effect, Schema } from "effect"
import { SqlClient } from "effect/sql"
import type { Failure } from "./Failure.ts"
import { makeReadRows } from "./readRows.ts"
import type { KeepAside } from "./SetAside.ts"

/** How many sounds are read at once. */
const batch = 100

/** How much is kept before it is looked again what is beyond the bound, in bytes. */
const slack = keptSoundBytes / 64

/** How many bytes of samples are in a row. */
const partLength = 1_048_576

const PartRow = Schema.Struct({
  id: Schema.String,
  number: Schema.Int,
  length: Schema.Int,
  samples: Schema.Uint8Array
})

/** The statements on sounds and their names. */
export const makeSoundTable = Effect.fnUntraced(function*(keepAside: KeepAside) {
  const sql = yield* SqlClient.SqlClient
  // What was kept before this process is looked at with the first that it keeps.
  let unlooked = slack

  const forgetOldest = Effect.gen(function*() {
    yield* sql`DELETE FROM sounds WHERE kept <= coalesce((
      SELECT max(kept) FROM (
        SELECT kept, sum(length) OVER (ORDER BY kept DESC) AS bytes FROM sounds
      ) AS newest WHERE bytes > ${keptSoundBytes}), 0) AND kept < (SELECT max(kept) FROM sounds)`
    yield* sql`DELETE FROM sound_parts WHERE id NOT IN (SELECT id FROM sounds)`
    yield* sql`DELETE FROM sound_names WHERE id NOT IN (SELECT id FROM sounds)`
  })

  const next = (table: string) => sql`(SELECT coalesce(max(kept), 0) + 1 FROM ${sql(table)})`

  const insertParts = Effect.fnUntraced(function*(id: string, bytes: Uint8Array) {
    yield* sql`DELETE FROM sound_parts WHERE id = ${id}`
    for (let start = 0; start < bytes.length; start += partLength) {
      const part = bytes.subarray(start, start + partLength)
      yield* sql`INSERT INTO sound_parts (id, number, samples) VALUES (${id}, ${start / partLength}, ${part})`
    }
  })

  const giveName = Effect.fnUntraced(function*({ id, name, sound }: NamedSound) {
    yield* sql`INSERT INTO sound_names (name, id, sound, kept) VALUES (${name}, ${id}, ${sound}, ${next("sound_names")})
      ON CONFLICT (name) DO UPDATE SET id = excluded.id, sound = excluded.sound, kept = excluded.kept`
    yield* sql`DELETE FROM sound_names WHERE name NOT IN (
      SELECT name FROM sound_names ORDER BY kept DESC LIMIT ${keptSoundNames})`
  })

  const keep = Effect.fnUntraced(function*(id: string, samples: Int16Array, named: NamedSound | undefined) {
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
    // The row is locked from here on: nobody forgets the sound before its parts are there.
    yield* sql`INSERT INTO sounds (id, length, kept) VALUES (${id}, ${bytes.length}, ${next("sounds")})
      ON CONFLICT (id) DO UPDATE SET kept = excluded.kept`
    const parts = yield* sql`SELECT number FROM sound_parts WHERE id = ${id}`
    if (parts.length !== Math.ceil(bytes.length / partLength)) yield* insertParts(id, bytes)
    if (named !== undefined) yield* giveName(named)
    unlooked += bytes.length
    if (unlooked < slack) return
    yield* forgetOldest
    unlooked = 0
  })

  const readParts = makeReadRows(PartRow, ({ id, length, number }, error) =>
    Effect.andThen(
      keepAside("sound_parts", `${String(id)}/${String(number)}`, error, { id, number, length }),
      sql`DELETE FROM sound_parts WHERE id = ${id}`
    ))

  /** Those of these sounds that are there; one of which a part is missing or cannot be read is not. */
  const find = Effect.fnUntraced(function*(ids: ReadonlyArray<string>): Effect.fn.Return<KeptSounds, Failure> {
    const found = new Map<string, Int16Array>()
    for (let start = 0; start < ids.length; start += batch) {
      const rows = yield* sql`SELECT sounds.id AS id, number, length, samples
        FROM sounds JOIN sound_parts ON sound_parts.id = sounds.id
        WHERE ${sql.in("sounds.id", ids.slice(start, start + batch))} ORDER BY sounds.id, number`
      for (const [id, parts] of Map.groupBy(yield* readParts(rows), ({ id }) => id)) {
        const samples = samplesIn(parts.map(({ samples }) => samples), parts[0]?.length ?? 0)
        if (samples !== undefined) found.set(id, samples)
      }
    }
    return found
  })

  const readNames = makeReadRows(NamedSound, ({ name, ...row }, error) =>
    Effect.andThen(
      keepAside("sound_names", String(name), error, { name, ...row }),
      name === null
        ? sql`DELETE FROM sound_names WHERE name IS NULL`
        : sql`DELETE FROM sound_names WHERE name = ${name}`
    ))

  return {
    keep,
    find,
    names: Effect.flatMap(sql`SELECT name, id, sound FROM sound_names ORDER BY name`, readNames),
    named: (name: string) =>
      Effect.map(
        Effect.flatMap(sql`SELECT name, id, sound FROM sound_names WHERE name = ${name}`, readNames),
        ([named]) => named
      )
  }
})

/** Samples of 16 bits in the bytes of rows, which may begin anywhere; `undefined` when some are missing. */
const samplesIn = (parts: ReadonlyArray<Uint8Array>, length: number): Int16Array | undefined => {
  if (parts.reduce((sum, part) => sum + part.length, 0) !== length) return undefined
  const bytes = new Uint8Array(length)
  let end = 0
  for (const part of parts) {
    bytes.set(part, end)
    end += part.length
  }
  return new Int16Array(bytes.buffer, 0, length >> 1)
}
