import { type EventLog, makeEventLog } from "@recordop/emulator/EventLog"
import type { EmulatorEvent } from "@recordop/emulator/protocol/EmulatorEvent"
import { Context, Effect, Layer, Stream } from "effect"
import { SqlClient, type SqlError } from "effect/sql"

/** How a store says what happens in it. */
export class Publication extends Context.Service<Publication, {
  /** Says it once the transaction is committed that this is run in. */
  readonly publish: (events: ReadonlyArray<EmulatorEvent>) => Effect.Effect<void, SqlError.SqlError>
  readonly subscribe: EventLog["subscribe"]
  /** When it is to be looked what other servers have done. */
  readonly changes: Stream.Stream<void>
}>()("@recordop/storage/Publication") {}

/** For a store that one server has to itself: events are held in memory. */
export const layerLocal: Layer.Layer<Publication, never, SqlClient.SqlClient> = Layer.effect(
  Publication,
  Effect.gen(function*() {
    const sql = yield* SqlClient.SqlClient
    const log = yield* makeEventLog()
    return Publication.of({
      publish: (events) => sql.afterCommit(Effect.sync(() => events.forEach((event) => log.publish(event)))),
      subscribe: log.subscribe,
      changes: Stream.empty
    })
  })
)
