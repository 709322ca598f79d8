import { idKey } from "@recordop/core"
import type { Change } from "@recordop/emulator/Change"
import { Effect } from "effect"
import type { LoadedTables } from "./loading.ts"
import type { makeMediaTable } from "./mediaTable.ts"
import type { makeMeetingTable } from "./meetingTable.ts"
import type { Ownership } from "./Ownership.ts"
import type { Publication } from "./Publication.ts"
import type { Transactions } from "./Transactions.ts"

/** The tables that changes are kept in. */
export interface KeptTables extends LoadedTables {
  readonly atomically: Transactions["Service"]["atomically"]
  readonly publish: Publication["Service"]["publish"]
  readonly checkClock: Ownership["Service"]["checkClock"]
  readonly meetings: Effect.Success<ReturnType<typeof makeMeetingTable>>
  readonly media: Effect.Success<ReturnType<typeof makeMediaTable>>
}

/** Keeps a change as a whole or not at all, and publishes it once it is committed. */
export const makeKeep = (
  { atomically, calls, checkClock, media, meetings, notifications, operations, others, publish }: KeptTables
) => {
  const keepAll = Effect.fnUntraced(function*({ call, changed, clock, key, made = [], meeting }: Change) {
    if (call !== undefined) {
      const callKey = idKey(call.callId)
      yield* calls.write(call)
      for (const write of call.operations) {
        if (write.changeType === "created" && call.state === undefined) yield* calls.insert(call.callId)
        yield* operations.write(callKey, write)
      }
      for (const recording of call.recordings) yield* others.insertRecording(call.callId, recording)
      if (call.media !== undefined) yield* media.append(callKey, call.media)
    }
    for (const notification of made) yield* notifications.insert(notification)
    if (changed !== undefined) yield* notifications.update(changed)
    if (clock !== undefined) {
      yield* others.writeClock(clock)
      yield* checkClock
    }
    if (key !== undefined) yield* others.writeKey(key)
    if (meeting !== undefined) yield* meetings.insert(meeting)
  })

  return (change: Change) => {
    const alone = updatedAlone(change)
    // One statement is kept as a whole or not at all by itself.
    const kept = alone === undefined
      ? atomically(keepAll(change))
      : operations.rewrite(idKey(alone.callId), alone.write)
    return change.events.length === 0 ? kept : Effect.andThen(kept, publish(change.events))
  }
}

/** The operation, when nothing else is to be kept and it neither played nor waited: the end of one that did is told. */
const updatedAlone = ({ call, changed, clock, key, made = [] }: Change) => {
  const isAlone = call !== undefined && call.state === undefined && call.dueAt === undefined &&
    call.newScript === undefined && call.recordings.length === 0 && call.operations.length === 1 &&
    call.told.length === 0 && call.media === undefined &&
    made.length === 0 && changed === undefined && clock === undefined && key === undefined
  const write = call?.operations[0]
  return isAlone && write?.changeType === "updated" && write.task === null ? { callId: call.callId, write } : undefined
}
