import { type CallId, idKey } from "@recordop/core"
import { Effect, Layer, Result, Stream } from "effect"
import { makeEventLog } from "../EventLog.ts"
import { implicitCall } from "../model/CallState.ts"
import type { Instant } from "../model/Instant.ts"
import type { Seed } from "../protocol/Seed.ts"
import { dueBatch, Store } from "../Store.ts"
import type { DueQueue } from "./DueQueue.ts"
import { MemoryState } from "./MemoryState.ts"

/** Keeps everything in memory, starting from `seed`. Each method does its work in one synchronous step. */
export const layerMemory = (seed: Seed): Layer.Layer<Store> =>
  Layer.effect(
    Store,
    Effect.map(makeEventLog(), (log) => {
      const state = new MemoryState()
      state.begin(seed)

      const loadSeed = (other: Seed): void => {
        state.begin(other)
        log.publish({ _tag: "Reset" })
      }

      const idsOf = (due: ReturnType<DueQueue["due"]>): ReadonlyArray<CallId> =>
        due.flatMap(({ key }) => {
          const call = state.calls.get(key)
          return call === undefined ? [] : [call.id]
        })

      const nextNotification = (callId: CallId, until: Instant) =>
        Effect.sync(() => {
          const first = state.find(callId)?.pending.first
          return first !== undefined && first.dueAt <= until ? first : undefined
        })

      return Store.of({
        kind: "memory",
        isShared: false,
        transact: (need, decide) =>
          Effect.suspend(() => {
            const decided = decide(state.load(need))
            if (Result.isFailure(decided)) return Effect.fail(decided.failure)
            const { answer, change } = decided.success
            if (change !== undefined) {
              state.keep(change)
              change.events.forEach((event) => log.publish(event))
            }
            return Effect.succeed(answer)
          }),
        findOperation: ({ callId, operationId }) =>
          Effect.sync(() => {
            const call = state.find(callId)
            if (call === undefined) return undefined
            const found = call.find(operationId)
            return found === undefined
              ? { callId: call.id }
              : { callId: call.id, current: { version: found.version, operation: found.operation } }
          }),
        findCall: (callId) =>
          Effect.sync(() => {
            const call = state.find(callId)
            return call === undefined ? undefined : call.state ?? implicitCall(call.id)
          }),
        calls: (after, limit) => Effect.sync(() => state.callsAfter(after, limit)),
        endedCalls: (limit) => Effect.sync(() => state.endedCalls(limit)),
        mediaBegan: (callId) => Effect.sync(() => state.find(callId)?.media[0]?.at),
        media: (callId) => Effect.sync(() => state.find(callId)?.media ?? []),
        meetings: Effect.sync(() => state.meetings),
        page: (callId, after, skip, limit) => Effect.sync(() => state.find(callId)?.listed.after(after, skip, limit)),
        count: (callId) => Effect.sync(() => state.find(callId)?.listed.length),
        recording: ({ callId, operationId }) =>
          Effect.sync(() => state.find(callId)?.recordings.get(idKey(operationId))),
        keepSound: (id, samples, named) => Effect.sync(() => state.sounds.keep(id, samples, named)),
        sounds: (ids) => Effect.sync(() => state.sounds.held.among(ids)),
        namedSounds: Effect.sync(() => state.sounds.named),
        soundNamed: (name) => Effect.sync(() => state.sounds.find(name)),
        dueCalls: (until) => Effect.sync(() => idsOf(state.dueCalls.due(until, dueBatch))),
        nextDueCall: Effect.sync(() => state.dueCalls.first()?.at),
        callsToTell: (until) => Effect.sync(() => idsOf(state.dueNotifications.due(until, dueBatch))),
        nextNotification,
        claimNotification: nextNotification,
        nextDueNotification: (after) => Effect.sync(() => state.dueNotifications.nextAfter(after)),
        notifications: (callId, after, limit) =>
          Effect.sync(() =>
            (callId === undefined ? state.allNotifications : state.find(callId)?.notifications)?.after(
              after,
              0,
              limit
            ) ?? []
          ),
        clock: Effect.sync(() => state.clock),
        key: Effect.sync(() => state.key),
        holdClock: Effect.succeed(true),
        clockTaken: Effect.never,
        callOffClock: Effect.void,
        isClockHeld: Effect.succeed(false),
        activity: Effect.succeed(0),
        changes: Stream.empty,
        subscribe: log.subscribe,
        setAside: Effect.succeed([]),
        prune: (bounds) => Effect.sync(() => state.prune(bounds)),
        reset: Effect.sync(() => loadSeed(seed)),
        load: (other) => Effect.sync(() => loadSeed(other)),
        check: Effect.void,
        claim: Effect.void
      })
    })
  )
