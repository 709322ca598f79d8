import { PgClient } from "@effect/sql-pg"
import { assert } from "@effect/vitest"
import { RecordOperations } from "@recordop/core"
import { Calls } from "@recordop/core/calls"
import { defaultEmulatorSettings, layerEmulator } from "@recordop/emulator/engine/Emulator"
import type { Notification } from "@recordop/emulator/model/Notification"
import { EmulatorClock } from "@recordop/emulator/ports/EmulatorClock"
import { Events } from "@recordop/emulator/ports/Events"
import { NotificationSender } from "@recordop/emulator/ports/NotificationSender"
import { Reset } from "@recordop/emulator/ports/Reset"
import type { ClockSetting } from "@recordop/emulator/protocol/clock"
import { Store } from "@recordop/emulator/Store"
import { layerPostgres } from "@recordop/storage/Postgres"
import { seed } from "@recordop/testing/Fixtures"
import { Context, Effect, Layer, Redacted } from "effect"
import { SqlClient } from "effect/sql"
import { database, server } from "./database.ts"

/** What a server is given besides its database: where its bot keeps what it is told, and what it does then. */
export interface Given {
  readonly sent?: Array<Notification>
  readonly clock?: ClockSetting
  readonly deterministic?: string
  readonly bot?: Effect.Effect<void>
}

/** A server on a database; its bot takes 20 ms for each notification unless it does something else. */
export const serverOn = Effect.fnUntraced(function*(
  url: string,
  { bot = Effect.sleep("20 millis"), clock = { mode: "frozen" }, deterministic, sent = [] }: Given = {}
) {
  const layerBot = Layer.succeed(NotificationSender, {
    send: (notification) =>
      bot.pipe(
        Effect.andThen(Effect.sync(() => void sent.push(notification))),
        Effect.as({ status: 202 })
      )
  })
  const services = yield* Layer.build(
    layerEmulator({ ...defaultEmulatorSettings, clock, deterministic }).pipe(
      Layer.provide(layerBot),
      Layer.provideMerge(layerPostgres(url, seed))
    )
  )
  return {
    store: Context.get(services, Store),
    calls: Context.get(services, Calls),
    clock: Context.get(services, EmulatorClock),
    events: Context.get(services, Events),
    operations: Context.get(services, RecordOperations),
    reset: Context.get(services, Reset).everything
  }
})

export const twoWith = Effect.fnUntraced(function*(given: Given) {
  const url = yield* Effect.promise(database)
  return { url, one: yield* serverOn(url, given), other: yield* serverOn(url, given) }
})

export const two = Effect.suspend(() => {
  const sent: Array<Notification> = []
  return Effect.map(twoWith({ sent }), (servers) => ({ ...servers, sent }))
})

/** Does something to a database from outside. */
export const execute = (url: string, statement: string) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    yield* sql.unsafe(`SET search_path TO ${new URL(url).searchParams.get("schema")}`)
    return yield* sql.unsafe(statement)
  }).pipe(Effect.provide(PgClient.layer({ url: Redacted.make(server ?? ""), maxConnections: 1 })))

/** Ends the connections of all servers on a database, as it does itself when it is restarted. */
export const disconnectAll = (url: string) =>
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const name = `recordop ${new URL(url).searchParams.get("schema")}`.slice(0, 63)
    const ended = yield* sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = ${name}`
    assert.isAbove(ended.length, 0)
  }).pipe(Effect.provide(PgClient.layer({ url: Redacted.make(server ?? ""), maxConnections: 1 })))
