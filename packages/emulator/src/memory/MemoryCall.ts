import { type CallId, idKey, type OperationId, type VersionedOperation } from "@recordop/core"
import { isRecordOperation } from "@recordop/core/calls"
import { jsonSize } from "@recordop/core/jsonSize"
import type { CallerScript } from "../model/caller/CallerScript.ts"
import type { CallState } from "../model/CallState.ts"
import type { MediaEvent } from "../model/media/MediaEvent.ts"
import type { Notification } from "../model/Notification.ts"
import type { Sound } from "../model/recording/Sound.ts"
import type { OperationWrite, QueuedOperation, StoredOperation } from "../model/Turn.ts"
import { Ordered } from "./Ordered.ts"

/** An operation in memory; `sequence` orders those of all calls by creation. */
interface Entry {
  readonly sequence: number
  readonly stored: StoredOperation
}

/** A record operation on a page. */
interface Listed {
  readonly sequence: number
  readonly current: VersionedOperation
}

/** One call, with everything that belongs to it. */
export class MemoryCall {
  readonly id: CallId
  /** Undefined while nobody has done anything with the call but with its operations. */
  state: CallState | undefined
  readonly operations = new Map<string, Entry>()
  /** Record operations, in order so that a page costs the page. */
  readonly listed = new Ordered<Listed>()
  /** What plays, records or waits, in order. */
  readonly queue = new Map<string, QueuedOperation>()
  readonly scripts = new Map<number, CallerScript>()
  readonly notifications = new Ordered<Notification>()
  /** The notifications that the bot has yet to get. */
  readonly pending = new Ordered<Notification>()
  readonly recordings = new Map<string, Sound>()
  /** What could be seen and heard in it, the oldest first. */
  media: ReadonlyArray<MediaEvent> = []

  constructor(id: CallId) {
    this.id = id
  }

  /** How many bytes its state and operations take, about. */
  size(): number {
    let size = jsonSize(this.state)
    for (const { stored } of this.operations.values()) size += jsonSize(stored.operation)
    return size
  }

  find(id: OperationId): StoredOperation | undefined {
    return this.operations.get(idKey(id))?.stored
  }

  write({ changeType, ...stored }: OperationWrite, newSequence: () => number): void {
    const key = idKey(stored.operation.id)
    const known = this.operations.get(key)
    if (changeType === "deleted") {
      this.operations.delete(key)
      this.queue.delete(key)
      if (known !== undefined) this.listed.delete(known)
      return
    }
    // An operation that was deleted meanwhile stays deleted.
    if (known === undefined && changeType !== "created") return
    const sequence = known?.sequence ?? newSequence()
    const { operation, task, version } = stored
    this.operations.set(key, { sequence, stored })
    if (isRecordOperation(operation)) this.listed.set({ sequence, current: { version, operation } })
    if (task === null) this.queue.delete(key)
    else this.queue.set(key, { version, operation, task })
  }
}
