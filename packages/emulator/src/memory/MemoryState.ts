import { type CallId, idKey } from "@recordop/core"
import type { OnlineMeeting } from "@recordop/core/calls"
import { jsonSize } from "@recordop/core/jsonSize"
import type { Schema } from "effect"
import type { Change, ClockRow, Loaded, Need } from "../Change.ts"
import { type CallState, implicitCall } from "../model/CallState.ts"
import type { MediaEvent } from "../model/media/MediaEvent.ts"
import type { Notification } from "../model/Notification.ts"
import { seedChange } from "../model/seedChange.ts"
import type { CallChange, LoadedCall, QueuedOperation } from "../model/Turn.ts"
import type { Seed } from "../protocol/Seed.ts"
import { type Bounds, keptEndedBytes, keptMedia, keptMeetings, queueBatch } from "../Store.ts"
import { DueQueue } from "./DueQueue.ts"
import { MemoryCall } from "./MemoryCall.ts"
import { MemorySounds } from "./MemorySounds.ts"
import { Ordered } from "./Ordered.ts"

/** Of how many calls it is known what could be seen and heard: it takes as much as the call itself. */
const callsWithMedia = 1_000

/** A notification that is over, and how many bytes it takes. */
interface Finished {
  readonly sequence: number
  readonly id: string
  readonly bytes: number
}

/** Everything that a store in memory holds. Its methods work in one synchronous step each. */
export class MemoryState {
  readonly calls = new Map<string, MemoryCall>()
  readonly dueCalls = new DueQueue()
  readonly dueNotifications = new DueQueue()
  readonly notifications = new Map<string, Notification>()
  readonly allNotifications = new Ordered<Notification>()
  clock: ClockRow | undefined
  readonly sounds = new MemorySounds()
  meetings: Array<OnlineMeeting> = []
  key: Schema.Json | undefined
  /** The keys of calls of which it is known what could be seen and heard, the one that was heard of last at the end. */
  private readonly withMedia = new Set<string>()
  /** The keys of calls that have ended, in the order in which they did, and how many bytes each takes. */
  private readonly ended = new Map<string, number>()
  private endedBytes = 0
  private readonly finished = new Ordered<Finished>()
  private finishedBytes = 0
  private sequence = 0

  /** Begins anew with what a seed has. */
  begin({ calls, meetings = [] }: Seed): void {
    this.calls.clear()
    this.dueCalls.clear()
    this.dueNotifications.clear()
    this.notifications.clear()
    this.allNotifications.clear()
    this.ended.clear()
    this.endedBytes = 0
    this.withMedia.clear()
    this.finished.clear()
    this.finishedBytes = 0
    this.meetings = [...meetings]
    for (const call of calls) {
      this.callOf(call.id)
      this.keepCall(seedChange(call))
    }
  }

  find(id: CallId): MemoryCall | undefined {
    return this.calls.get(idKey(id))
  }

  load(need: Need): Loaded {
    switch (need._tag) {
      case "Nothing":
        return {}
      case "Key":
        return this.key === undefined ? {} : { key: this.key }
      case "Notification": {
        const notification = this.notifications.get(need.id)
        return notification === undefined ? {} : { notification }
      }
      case "Call": {
        const call = this.find(need.callId)
        return call === undefined ? {} : { callId: call.id, call: loadCall(call, need.queue) }
      }
      case "Operation": {
        const call = this.find(need.callId)
        if (call === undefined) return {}
        const operation = call.find(need.operationId)
        if (operation === undefined) return { callId: call.id }
        return operation.task === null
          ? { callId: call.id, operation }
          : { callId: call.id, operation, call: { ...loadCall(call, need.queue), target: operation } }
      }
    }
  }

  /** Calls that have not ended, in the order of their keys. */
  callsAfter(after: string, limit: number): ReadonlyArray<CallState> {
    const keys = Array.from(this.calls.keys()).filter((key) => key > after && !this.ended.has(key)).toSorted()
    return keys.slice(0, limit).flatMap((key) => {
      const call = this.calls.get(key)
      return call === undefined ? [] : [call.state ?? implicitCall(call.id)]
    })
  }

  /** Calls that have ended, the one that ended last first. */
  endedCalls(limit: number): ReadonlyArray<CallState> {
    return Array.from(this.ended.keys()).slice(-limit).toReversed().flatMap((key) => this.calls.get(key)?.state ?? [])
  }

  keep({ call, changed, clock, key, made = [], meeting }: Change): void {
    if (call !== undefined) this.keepCall(call)
    for (const notification of made) this.setNotification({ ...notification, sequence: this.nextSequence() })
    if (changed !== undefined) this.setNotification(changed)
    if (clock !== undefined) this.clock = clock
    if (key !== undefined) this.key = key
    if (meeting !== undefined) this.meetings = [...this.meetings, meeting].slice(-keptMeetings)
  }

  prune({ endedBefore, endedCalls, notificationBytes, notifications }: Bounds): void {
    for (const key of this.ended.keys()) {
      const state = this.calls.get(key)?.state
      const isOld = state?._tag === "Terminated" && state.at < endedBefore
      if (!isOld && this.ended.size <= endedCalls && this.endedBytes <= keptEndedBytes) break
      this.forgetCall(key)
    }
    for (
      let first = this.finished.first;
      first !== undefined && (this.finished.length > notifications || this.finishedBytes > notificationBytes);
      first = this.finished.first
    ) {
      this.forgetNotification(first)
    }
  }

  private readonly nextSequence = (): number => ++this.sequence

  /** The call, which is made when there is none. */
  private callOf(id: CallId): MemoryCall {
    const known = this.find(id)
    if (known !== undefined) return known
    const call = new MemoryCall(id)
    this.calls.set(idKey(id), call)
    return call
  }

  private keepCall({ callId, dueAt, media = [], newScript, operations, recordings, state }: CallChange): void {
    const call = this.callOf(callId)
    if (state !== undefined) call.state = state
    for (const write of operations) call.write(write, this.nextSequence)
    if (call.state?._tag === "Terminated") this.end(call)
    for (const { operationId, sound } of recordings) call.recordings.set(idKey(operationId), sound)
    if (media.length > 0) this.keepMedia(call, media)
    if (newScript !== undefined) {
      for (const number of call.scripts.keys()) if (!newScript.inUse.includes(number)) call.scripts.delete(number)
      call.scripts.set(newScript.number, newScript.script)
    }
    if (dueAt !== undefined) this.dueCalls.set(idKey(callId), dueAt ?? undefined)
  }

  private end(call: MemoryCall): void {
    const key = idKey(call.id)
    const bytes = call.size()
    this.endedBytes += bytes - (this.ended.get(key) ?? 0)
    this.ended.set(key, bytes)
  }

  private keepMedia(call: MemoryCall, media: ReadonlyArray<MediaEvent>): void {
    call.media = [...call.media, ...media].slice(-keptMedia)
    const key = idKey(call.id)
    this.withMedia.delete(key)
    this.withMedia.add(key)
    const [oldest = ""] = this.withMedia
    if (this.withMedia.size <= callsWithMedia) return
    this.withMedia.delete(oldest)
    const forgotten = this.calls.get(oldest)
    if (forgotten !== undefined) forgotten.media = []
  }

  private setNotification(notification: Notification): void {
    const { body, callId, id, sequence, state } = notification
    const call = this.find(callId)
    if (call === undefined) return
    this.notifications.set(id, notification)
    this.allNotifications.set(notification)
    call.notifications.set(notification)
    if (state === "pending") call.pending.set(notification)
    else call.pending.delete(notification)
    this.forgetFinished(sequence)
    if (state !== "pending") {
      const bytes = jsonSize(body)
      this.finished.set({ sequence, id, bytes })
      this.finishedBytes += bytes
    }
    this.dueNotifications.set(idKey(callId), call.pending.first?.dueAt)
  }

  private forgetFinished(sequence: number): void {
    const [known] = this.finished.after(sequence - 1, 0, 1)
    if (known?.sequence !== sequence) return
    this.finished.delete(known)
    this.finishedBytes -= known.bytes
  }

  private forgetNotification({ id, sequence }: Finished): void {
    const notification = this.notifications.get(id)
    this.forgetFinished(sequence)
    this.notifications.delete(id)
    this.allNotifications.delete({ sequence })
    if (notification !== undefined) this.find(notification.callId)?.notifications.delete(notification)
  }

  private forgetCall(key: string): void {
    const call = this.calls.get(key)
    this.endedBytes -= this.ended.get(key) ?? 0
    this.ended.delete(key)
    this.withMedia.delete(key)
    this.calls.delete(key)
    this.dueCalls.set(key, undefined)
    this.dueNotifications.set(key, undefined)
    for (const { id, sequence } of call?.notifications.after(0, 0, Infinity) ?? []) {
      this.forgetFinished(sequence)
      this.notifications.delete(id)
      this.allNotifications.delete({ sequence })
    }
  }
}

const loadCall = ({ id, queue, scripts, state }: MemoryCall, wanted: "first" | "all"): LoadedCall => {
  const isWhole = wanted === "all" || queue.size <= queueBatch
  const loaded: Array<QueuedOperation> = []
  for (const queued of queue.values()) {
    if (!isWhole && loaded.length === queueBatch) break
    loaded.push(queued)
  }
  return { state: state ?? implicitCall(id), queue: loaded, isWhole, scripts }
}
