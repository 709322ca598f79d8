import { type CallId, idKey, Unavailable } from "@recordop/core"
import type { Decision, Loaded, Need } from "@recordop/emulator/Change"
import type { Instant } from "@recordop/emulator/model/Instant"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import { dueBatch, Store } from "@recordop/emulator/Store"
import { Effect, Fiber, Layer, Result } from "effect"
import { SqlClient, SqlError } from "effect/sql"
import { makeCallTable } from "./callTable.ts"
import { makeDialect } from "./dialect.ts"
import { deepestMessage, type Failure } from "./Failure.ts"
import { makeKeep } from "./keeping.ts"
import { makeLoad } from "./loading.ts"
import { makeMaintenance } from "./maintenance.ts"
import { makeMediaTable } from "./mediaTable.ts"
import { makeMeetingTable } from "./meetingTable.ts"
import { makeNotificationTable } from "./notificationTable.ts"
import { makeOperationTable } from "./operationTable.ts"
import { makeOtherTables } from "./otherTables.ts"
import { Ownership } from "./Ownership.ts"
import { Publication } from "./Publication.ts"
import { makeSetAside } from "./SetAside.ts"
import { makeSoundTable } from "./soundTable.ts"
import { Transactions } from "./Transactions.ts"

/**
 * Turns a failure of the database into `Unavailable`; also what `withTransaction` takes for a defect: that a transaction cannot be rolled
 * back on a connection that is lost.
 */
const toUnavailable = <A, R>(effect: Effect.Effect<A, Failure, R>): Effect.Effect<A, Unavailable, R> =>
  effect.pipe(
    Effect.catchDefect((defect) => SqlError.isSqlError(defect) ? Effect.fail(defect) : Effect.die(defect)),
    Effect.mapError((error) =>
      error._tag === "Unavailable"
        ? error
        : new Unavailable({ message: `The store failed: ${deepestMessage(error)}`, cause: error })
    )
  )

/** Whatever has to be put in order on a connection that does not answer is not waited for. */
const within = <A>(effect: Effect.Effect<A, Failure>, limit: number) =>
  Effect.flatMap(Effect.forkDetach(effect), (fiber) =>
    Fiber.join(fiber).pipe(
      Effect.onInterrupt(() => Effect.sync(() => fiber.interruptUnsafe())),
      Effect.timeoutOrElse({
        duration: limit,
        orElse: () => new Unavailable({ message: `The store failed: it has not answered within ${limit / 1_000} s.` })
      })
    ))

/** After so many changes it is looked what can be forgotten. */
const pruneEvery = 1_000

/** How many times longer what concerns the whole store may take. */
const wholeStore = 20

/** How long a look whether the store can be read may take, in milliseconds. */
const longestCheck = 3_000

/**
 * `Store` on the tables that `migrate` makes. A store without calls gets those of the seed. What takes longer than `longest`, in
 * milliseconds, fails.
 */
export const layer = (
  kind: "sqlite" | "postgres",
  seed: Seed,
  longest?: number
): Layer.Layer<Store, Unavailable, SqlClient.SqlClient | Transactions | Publication | Ownership> =>
  Layer.effect(
    Store,
    Effect.gen(function*() {
      const sql = yield* SqlClient.SqlClient
      const orUnavailable = <A>(effect: Effect.Effect<A, Failure>, limit = longest) =>
        toUnavailable(limit === undefined ? effect : within(effect, limit))
      const transactions = yield* Transactions
      const publication = yield* Publication
      const ownership = yield* Ownership
      const dialect = yield* makeDialect
      const setAside = yield* makeSetAside
      const operations = yield* makeOperationTable(setAside.keep)
      const calls = yield* makeCallTable(setAside.keep, operations)
      const notifications = yield* makeNotificationTable(setAside.keep)
      const others = yield* makeOtherTables(setAside.keep)
      const meetings = yield* makeMeetingTable(setAside.keep)
      const sounds = yield* makeSoundTable(setAside.keep)
      const media = yield* makeMediaTable(setAside.keep)
      const { load: loadSeed, prune, seedWhenEmpty } = yield* makeMaintenance({
        insertCall: calls.insert,
        writeCall: calls.write,
        writeOperation: operations.write,
        insertMeeting: meetings.insert
      })

      let changes = 0

      const { atomically } = transactions
      const load = makeLoad({ operations, calls, notifications, others, dialect })
      const keep = makeKeep({
        atomically,
        publish: publication.publish,
        operations,
        calls,
        notifications,
        media,
        meetings,
        others,
        dialect,
        checkClock: ownership.checkClock
      })

      /** A transaction that nobody else makes at the same time. */
      const alone = (effect: Effect.Effect<void, Failure>) =>
        orUnavailable(
          transactions.run(atomically(Effect.andThen(dialect.lockStore, effect))),
          longest === undefined ? undefined : longest * wholeStore
        )

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
        const isTry = need._tag === "Notification" && need.isTry === true
        return Effect.flatMap(orUnavailable(transactions.run(job, isTry)), Effect.fromResult)
      }

      const inCall = <A>(callId: CallId, effect: (key: string) => Effect.Effect<A, Failure>) =>
        Effect.flatMap(calls.exists(callId), (exists) => exists ? effect(idKey(callId)) : Effect.undefined)

      const loadAndSay = (seed: Seed) =>
        alone(
          Effect.andThen(dialect.lockTables, Effect.andThen(loadSeed(seed), publication.publish([{ _tag: "Reset" }])))
        )

      const nextNotification = (callId: CallId, until: Instant) =>
        Effect.map(
          notifications.firstPending(callId),
          (first) => first !== undefined && first.dueAt <= until ? first : undefined
        )

      const claimNotification = Effect.fnUntraced(function*(callId: CallId, until: Instant) {
        const first = yield* nextNotification(callId, until)
        if (first === undefined) return undefined
        return (yield* ownership.claimNotification(first.sequence, until)) ? first : "elsewhere"
      })

      yield* alone(seedWhenEmpty(seed))

      return Store.of({
        kind,
        isShared: ownership.isShared,
        transact,
        findOperation: (key) =>
          Effect.map(orUnavailable(operations.find(key)), (found) => {
            if (found?.operation === undefined) return found === undefined ? undefined : { callId: found.callId }
            const { operation, version } = found.operation
            return { callId: found.callId, current: { version, operation } }
          }),
        findCall: (callId) => orUnavailable(calls.find(callId)),
        calls: (after, limit) => orUnavailable(calls.standing(after, limit)),
        endedCalls: (limit) => orUnavailable(calls.ended(limit)),
        media: (callId) => orUnavailable(media.find(idKey(callId))),
        mediaBegan: (callId) => orUnavailable(media.began(idKey(callId))),
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
        keepSound: (id, samples, named) => {
          const kept = atomically(sounds.keep(id, samples, named))
          return orUnavailable(transactions.run(kept))
        },
        sounds: (ids) => orUnavailable(sounds.find(ids)),
        namedSounds: orUnavailable(sounds.names),
        soundNamed: (name) => orUnavailable(sounds.named(name)),
        dueCalls: (until) => orUnavailable(calls.due(until, dueBatch)),
        nextDueCall: orUnavailable(calls.nextDue),
        callsToTell: (until) => orUnavailable(notifications.callsToTell(until, dueBatch)),
        nextNotification: (callId, until) => orUnavailable(nextNotification(callId, until)),
        claimNotification: (callId, until) => orUnavailable(claimNotification(callId, until)),
        nextDueNotification: (after) => orUnavailable(notifications.nextDue(after)),
        notifications: (callId, after, limit) => orUnavailable(notifications.page(callId, after, limit)),
        clock: orUnavailable(others.clock),
        key: orUnavailable(others.key),
        holdClock: toUnavailable(ownership.holdClock),
        clockTaken: toUnavailable(ownership.clockTaken),
        callOffClock: orUnavailable(ownership.callOffClock),
        isClockHeld: orUnavailable(ownership.isClockHeld),
        activity: orUnavailable(ownership.activity),
        subscribe: publication.subscribe,
        changes: publication.changes,
        setAside: orUnavailable(setAside.list),
        prune: (bounds) =>
          Effect.suspend(() => {
            if (++changes % pruneEvery !== 0) return Effect.void
            return alone(prune(bounds))
          }),
        reset: loadAndSay(seed),
        load: loadAndSay,
        check: orUnavailable(Effect.asVoid(sql`SELECT 1`), longest === undefined ? undefined : longestCheck),
        claim: ownership.claim
      })
    })
  )
