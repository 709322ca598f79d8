import { Effect } from "effect"
import { callDueAt, type CallState } from "../calls/CallState.ts"
import { type CallId, idKey } from "../Ids.ts"
import type { Notification } from "../notifications/Notification.ts"
import type { RecordOperationChange, VersionedOperation } from "../RecordOperations.ts"
import type { Seed } from "../Seed.ts"
import { type EventLog, makeEventLog } from "../simulation/EventLog.ts"
import { DueQueue } from "./DueQueue.ts"
import { addEntry, makeCall, type MemoryCall } from "./MemoryCall.ts"

/** Everything that a store in memory holds. Its methods work in one synchronous step each. */
export class MemoryState {
  readonly calls = new Map<string, MemoryCall>()
  readonly dueCalls = new DueQueue()
  readonly dueNotifications = new DueQueue()
  /** In the order in which they came in. */
  readonly notifications = new Map<string, Notification>()
  readonly log: EventLog
  private readonly seed: Seed
  private sequence = 0

  constructor(seed: Seed, log: EventLog) {
    this.seed = seed
    this.log = log
    this.reset()
  }

  reset(): void {
    this.calls.clear()
    this.dueCalls.clear()
    this.dueNotifications.clear()
    this.notifications.clear()
    for (const { id, operations } of this.seed.calls) {
      const call = this.callOf(id)
      for (const operation of operations) this.add(call, { version: 1, operation })
    }
  }

  find(id: CallId): MemoryCall | undefined {
    return this.calls.get(idKey(id))
  }

  /** The call, which is made when there is none. */
  callOf(id: CallId): MemoryCall {
    const known = this.find(id)
    if (known !== undefined) return known
    const call = makeCall(id)
    this.calls.set(idKey(id), call)
    return call
  }

  add(call: MemoryCall, current: VersionedOperation): void {
    addEntry(call, { sequence: ++this.sequence, current })
  }

  publish(
    changeType: RecordOperationChange["changeType"],
    { id: callId }: MemoryCall,
    current: VersionedOperation
  ): void {
    this.log.publish({ _tag: "Operation", change: { changeType, callId, ...current } })
  }

  /** Keeps a state; `before` is the one that it was made of, if any. */
  setState(call: MemoryCall, state: CallState, before?: CallState): void {
    call.state = state
    this.dueCalls.set(idKey(call.id), callDueAt(state))
    if (before?.call !== state.call) this.log.publish({ _tag: "Call", callId: call.id, call: state.call })
  }

  setNotification(call: MemoryCall, notification: Notification): void {
    const { attempts, id, state } = notification
    this.notifications.set(id, notification)
    if (state === "pending") call.pending.add(id)
    else call.pending.delete(id)
    this.dueNotifications.set(idKey(call.id), this.firstPending(call)?.dueAt)
    this.log.publish({ _tag: "Notification", id, callId: call.id, state, attempts })
  }

  /** The earliest notification of a call that is pending: one that is sent again keeps its place. */
  firstPending(call: MemoryCall): Notification | undefined {
    if (call.pending.size === 0) return undefined
    const [first, ...rest] = Array.from(call.pending, (id) => this.notifications.get(id))
      .filter((notification) => notification !== undefined)
    return rest.reduce(
      (earliest, other) => other.sequence < (earliest?.sequence ?? Infinity) ? other : earliest,
      first
    )
  }
}

/** A store in memory with what the seed says. */
export const makeMemoryState = (seed: Seed): Effect.Effect<MemoryState> =>
  Effect.map(makeEventLog, (log) => new MemoryState(seed, log))
