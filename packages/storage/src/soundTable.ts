import { type KeptSounds, keptSoundBytes, NamedSound } from "@recordop/emulator/Store"
import { Effect, Result, Schema } from "effect"
import { SqlClient, SqlSchema } from "effect/sql"
import type { Failure } from "./Failure.ts"
import type { KeepAside } from "./SetAside.ts"

/** How many sounds are read at once. */
const batch = 100

/** How much is kept before it is looked again what is beyond the bound, in bytes. */
const slack = keptSoundBytes / 64

const SoundRow = Schema.Struct({ id: Schema.String, samples: Schema.instanceOf(Uint8Array) })
const readSound = Schema.decodeUnknownResult(SoundRow)

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
      ) AS newest WHERE bytes > ${keptSoundBytes}), 0)`
    yield* sql`DELETE FROM sound_names WHERE id NOT IN (SELECT id FROM sounds)`
  })

  const keep = Effect.fnUntraced(function*(id: string, samples: Int16Array, named: NamedSound | undefined) {
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
    yield* sql`INSERT INTO sounds (id, length, samples) VALUES (${id}, ${bytes.length}, ${bytes})
      ON CONFLICT (id) DO NOTHING`
    if (named !== undefined) {
      yield* sql`INSERT INTO sound_names (name, id, sound) VALUES (${named.name}, ${id}, ${named.sound})
        ON CONFLICT (name) DO UPDATE SET id = ${id}, sound = ${named.sound}`
    }
    unlooked += bytes.length
    if (unlooked < slack) return
    unlooked = 0
    yield* forgetOldest
  })

  const soundRows = SqlSchema.findAll({
    Request: Schema.Array(Schema.String),
    Result: Schema.Struct({ id: Schema.String, samples: Schema.Unknown }),
    execute: (ids) => sql`SELECT id, samples FROM sounds WHERE ${sql.in("id", ids)}`
  })

  const find = Effect.fnUntraced(function*(ids: ReadonlyArray<string>): Effect.fn.Return<KeptSounds, Failure> {
    const found = new Map<string, Int16Array>()
    for (let start = 0; start < ids.length; start += batch) {
      for (const row of yield* soundRows(ids.slice(start, start + batch))) {
        const sound = readSound(row)
        if (Result.isSuccess(sound)) {
          found.set(sound.success.id, samplesIn(sound.success.samples))
        } else {
          yield* keepAside("sounds", row.id, sound.failure, row)
          yield* sql`DELETE FROM sounds WHERE id = ${row.id}`
        }
      }
    }
    return found
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

/** Samples of 16 bits; the bytes of a row may begin anywhere. */
const samplesIn = (bytes: Uint8Array): Int16Array =>
  new Int16Array(new Uint8Array(bytes).buffer, 0, bytes.length >> 1)
