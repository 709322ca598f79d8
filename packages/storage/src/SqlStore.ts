import { type CallId, idKey, Unavailable } from "@recordop/core"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import { type Decision, dueBatch, type Loaded, type Need, Store } from "@recordop/emulator/Store"
import { Effect, Layer, Result, type Scope } from "effect"
import { SqlClient } from "effect/sql"
import { makeCallTable } from "./callTable.ts"
import type { Failure } from "./Failure.ts"
import { makeKeep } from "./keeping.ts"
import { makeLoad } from "./loading.ts"
import { makeMaintenance } from "./maintenance.ts"
import { makeMeetingTable } from "./meetingTable.ts"
import { makeNotificationTable } from "./notificationTable.ts"
import { makeOperationTable } from "./operationTable.ts"
import { makeOtherTables } from "./otherTables.ts"
import { makeSetAside, StoreLog } from "./SetAside.ts"
import { Transactions } from "./Transactions.ts"

/** Turns a failure of the database into `Unavailable`. */
const orUnavailable = <A, R>(effect: Effect.Effect<A, Failure, R>): Effect.Effect<A, Unavailable, R> =>
  Effect.mapError(
    effect,
    (error) => new Unavailable({ message: `The store failed: ${error.message}`, cause: error })
  )

/** After so many changes it is looked what can be forgotten. */
const pruneEvery = 1_000

/** `Store` on the tables that `migrate` makes. A store without calls gets those of the seed. */
export const layer = (
  kind: "sqlite",
  seed: Seed,
  claim: Effect.Effect<void, Unavailable, Scope.Scope>
): Layer.Layer<Store, Unavailable, SqlClient.SqlClient | Transactions | StoreLog> =>
  Layer.effect(
    Store,
    Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      const transactions = yield* Transactions
      const log = yield* StoreLog
      const setAside = yield* makeSetAside
      const operations = yield* makeOperationTable(setAside.keep)
      const calls = yield* makeCallTable(setAside.keep, operations)
      const notifications = yield* makeNotificationTable(setAside.keep)
      const others = yield* makeOtherTables(setAside.keep)
      const meetings = yield* makeMeetingTable(setAside.keep)
      const { load: loadSeed, prune, seedWhenEmpty } = yield* makeMaintenance({
        insertCall: calls.insert,
        writeCall: calls.write,
        writeOperation: operations.write,
        insertMeeting: meetings.insert
      })

      let changes = 0

      const load = makeLoad({ operations, calls, notifications })
      const keep = makeKeep({ sql, log, operations, calls, notifications, meetings, others })

      const transact = <A, E>(
        need: Need,
        decide: (loaded: Loaded) => Result.Result<Decision<A>, E>
      ): Effect.Effect<A, E | Unavailable> => {
        // A refusal leaves the transaction as a value: nothing has failed, and what others change in it is kept.
        const job: Effect.Effect<Result.Result<A, E>, Failure> = Effect.gen(function*() {
          const decided = decide(yield* load(need))
          if (Result.isFailure(decided)) return Result.fail(decided.failure)
          const { answer, change } = decided.success
          if (change !== undefined) yield* keep(change)
          return Result.succeed(answer)
        })
        return Effect.flatMap(orUnavailable(transactions.run(job)), Effect.fromResult)
      }

      const inCall = <A>(callId: CallId, effect: (key: string) => Effect.Effect<A, Failure>) =>
        Effect.flatMap(calls.exists(callId), (exists) => exists ? effect(idKey(callId)) : Effect.undefined)

      const sayReset = sql.afterCommit(Effect.sync(() => log.publish({ _tag: "Reset" })))
      const loadAndSay = (seed: Seed) =>
        orUnavailable(transactions.run(sql.withTransaction(Effect.andThen(loadSeed(seed), sayReset))))

      yield* orUnavailable(transactions.run(sql.withTransaction(seedWhenEmpty(seed))))

      return Store.of({
        kind,
        transact,
        findOperation: (key) =>
          Effect.map(orUnavailable(operations.find(key)), (found) => {
            if (found?.operation === undefined) return found === undefined ? undefined : { callId: found.callId }
            const { operation, version } = found.operation
            return { callId: found.callId, current: { version, operation } }
          }),
        findCall: (callId) => orUnavailable(calls.find(callId)),
        calls: (after, limit) => orUnavailable(calls.standing(after, limit)),
        meetings: orUnavailable(meetings.all),
        page: (callId, after, skip, limit) => {
          const page = inCall(callId, (key) => operations.page(key, after, skip, limit))
          return orUnavailable(page)
        },
        count: (callId) => {
          const counted = inCall(callId, (key) => Effect.map(operations.count(key), ({ count }) => count))
          return orUnavailable(counted)
        },
        recording: (key) => orUnavailable(others.findRecording(key)),
        dueCalls: (until) => orUnavailable(calls.due(until, dueBatch)),
        nextDueCall: orUnavailable(calls.nextDue),
        callsToTell: (until) => orUnavailable(notifications.callsToTell(until, dueBatch)),
        nextNotification: (callId, until) =>
          Effect.map(orUnavailable(notifications.firstPending(callId)), (first) =>
            first !== undefined && first.dueAt <= until ? first : undefined),
        nextDueNotification: (after) =>
          orUnavailable(notifications.nextDue(after)),
        notifications: (callId, after, limit) => orUnavailable(notifications.page(callId, after, limit)),
        clock: orUnavailable(others.clock),
        key: orUnavailable(others.key),
        subscribe: log.subscribe,
        setAside: orUnavailable(setAside.list),
        prune: (bounds) =>
          Effect.suspend(() => {
            if (++changes % pruneEvery !== 0) return Effect.void
            return orUnavailable(transactions.run(sql.withTransaction(prune(bounds))))
          }),
        reset: loadAndSay(seed),
        load: loadAndSay,
        check: orUnavailable(Effect.asVoid(sql`SELECT 1`)),
        claim
      })
    })
  )
