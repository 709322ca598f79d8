import { type CallId, idKey, type OperationKey, Unavailable } from "@recordop/core"
import type { LoadedCall, StoredOperation } from "@recordop/emulator/model/Turn"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import { type Change, type Decision, dueBatch, type Loaded, type Need, queueBatch, Store } from "@recordop/emulator/Store"
import { Effect, Layer, Result, type Schema, type Scope } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import { makeCallTable } from "./callTable.ts"
import { makeNotificationTable } from "./notificationTable.ts"
import { makeOperationTable } from "./operationTable.ts"
import { makeOtherTables } from "./otherTables.ts"
import { makeMaintenance } from "./maintenance.ts"
import { makeSetAside, StoreLog } from "./SetAside.ts"
import { Transactions } from "./Transactions.ts"

type Failure = SqlError.SqlError | Schema.SchemaError | { readonly _tag: "NoSuchElementError"; readonly message: string }

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
      const { prune, reset, seedWhenEmpty } = yield* makeMaintenance(seed, calls.insert, operations.write)

      let changes = 0

      const loadCall = Effect.fnUntraced(function*(
        callId: CallId,
        wanted: "first" | "all",
        target?: StoredOperation
      ) {
        const state = yield* calls.find(callId)
        if (state === undefined) return undefined
        const key = idKey(callId)
        const queued = yield* operations.queue(key, wanted === "all" ? -1 : queueBatch + 1)
        const isWhole = wanted === "all" || queued.length <= queueBatch
        const loaded: LoadedCall = {
          state,
          queue: isWhole ? queued : queued.slice(0, queueBatch),
          isWhole,
          scripts: state.script === null ? new Map() : yield* calls.scripts(key),
          ...(target === undefined ? {} : { target })
        }
        return loaded
      })

      const loadOperation = Effect.fnUntraced(function*(key: OperationKey, wanted: "first" | "all") {
        const found = yield* operations.find(key)
        if (found === undefined) return {}
        const { callId, operation } = found
        if (operation === undefined) return { callId }
        const call = operation.task === null ? undefined : yield* loadCall(callId, wanted, operation)
        return call === undefined ? { callId, operation } : { callId, operation, call }
      })

      const load = (need: Need): Effect.Effect<Loaded, Failure> => {
        switch (need._tag) {
          case "Nothing":
            return Effect.succeed({})
          case "Notification":
            return Effect.map(notifications.find(need.id), (notification) =>
              notification === undefined ? {} : { notification })
          case "Call":
            return Effect.map(loadCall(need.callId, need.queue), (call) =>
              call === undefined ? {} : { callId: call.state.id, call })
          case "Operation":
            return loadOperation(need, need.queue)
        }
      }

      const keepAll = Effect.fnUntraced(function*({ call, changed, clock, key, made = [] }: Change) {
        if (call !== undefined) {
          const callKey = idKey(call.callId)
          yield* calls.write(call)
          for (const write of call.operations) {
            if (write.changeType === "created") yield* calls.insert(call.callId)
            yield* operations.write(callKey, write)
          }
          for (const recording of call.recordings) yield* others.insertRecording(call.callId, recording)
        }
        for (const notification of made) yield* notifications.insert(notification)
        if (changed !== undefined) yield* notifications.update(changed)
        if (clock !== undefined) yield* others.writeClock(clock)
        if (key !== undefined) yield* others.writeKey(key)
      })

      const keep = Effect.fnUntraced(function*(change: Change) {
        // One statement is kept as a whole or not at all by itself.
        yield* isOneStatement(change) ? keepAll(change) : sql.withTransaction(keepAll(change))
        if (change.events.length > 0) yield* sql.afterCommit(Effect.sync(() => change.events.forEach(log.publish)))
      })

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
      const resetAndSay = Effect.andThen(reset, sayReset)

      yield* orUnavailable(transactions.run(sql.withTransaction(seedWhenEmpty)))

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
        page: (callId, after, skip, limit) => orUnavailable(inCall(callId, (key) => operations.page(key, after, skip, limit))),
        count: (callId) =>
          orUnavailable(inCall(callId, (key) => Effect.map(operations.count(key), ({ count }) => count))),
        recording: (key) => orUnavailable(others.findRecording(key)),
        dueCalls: (until) => orUnavailable(calls.due(until, dueBatch)),
        nextDueCall: orUnavailable(calls.nextDue),
        callsToTell: (until) => orUnavailable(notifications.callsToTell(until, dueBatch)),
        nextNotification: (callId, until) =>
          Effect.map(orUnavailable(notifications.firstPending(callId)), (first) =>
            first !== undefined && first.dueAt <= until ? first : undefined),
        nextDueNotification: (after) => orUnavailable(notifications.nextDue(after)),
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
        reset: orUnavailable(transactions.run(sql.withTransaction(resetAndSay))),
        check: orUnavailable(Effect.asVoid(sql`SELECT 1`)),
        claim
      })
    })
  )

/** Whether all that is to be kept is one operation that is there already. */
const isOneStatement = ({ call, changed, clock, key, made = [] }: Change): boolean =>
  call !== undefined && call.state === undefined && call.dueAt === undefined && call.newScript === undefined &&
  call.recordings.length === 0 && call.operations.length === 1 && call.operations[0]?.changeType !== "created" &&
  made.length === 0 && changed === undefined && clock === undefined && key === undefined
