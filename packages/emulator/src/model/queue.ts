import type { Schema } from "effect"
import type { Instant } from "../clock/Instant.ts"
import type { OperationId } from "../Ids.ts"
import { mergeUpdate } from "../mergeUpdate.ts"
import { newOperation } from "../newOperation.ts"
import {
  callNotification,
  type CommsNotifications,
  operationNotification
} from "../notifications/commsNotifications.ts"
import type { RecordCompletionReason } from "../RecordCompletionReason.ts"
import type { CallerScript } from "../recording/CallerScript.ts"
import { outcomes } from "../recording/outcomes.ts"
import type { PlayTimes } from "../recording/Recording.ts"
import type { Sound } from "../recording/Sound.ts"
import type { RecordOperationUpdate } from "../RecordOperation.ts"
import type { VersionedOperation } from "../RecordOperations.ts"
import type { ResultInfo } from "../ResultInfo.ts"
import type { StatusCasing } from "../StatusCasing.ts"
import type { Call } from "./Call.ts"
import type { CallState, MediaOperation, RecordingEntry } from "./CallState.ts"
import { startRun } from "./run.ts"

/** What can be set of calls. */
export interface CallSettings extends PlayTimes {
  readonly notificationCasing: StatusCasing
  /** What the caller does in calls of which nothing else is said. */
  readonly callerScript: CallerScript
}

/** A call and those of its operations that play, record or wait. */
export interface LoadedCall {
  readonly state: CallState
  readonly operations: ReadonlyMap<OperationId, VersionedOperation>
}

/** What has changed: to be kept as a whole or not at all. */
export interface CallChange {
  /** When. */
  readonly at: Instant
  readonly state: CallState
  readonly operations: ReadonlyArray<
    { readonly changeType: "created" | "updated"; readonly current: VersionedOperation }
  >
  /** Recordings that have come to be. */
  readonly recordings: ReadonlyArray<RecordingEntry>
  readonly notifications: ReadonlyArray<CommsNotifications>
}

type Media<Tag extends MediaOperation["_tag"]> = Extract<MediaOperation, { readonly _tag: Tag }>

/**
 * A call while it changes. `stepCall` makes one, works on it and takes the change out: nothing else sees it.
 */
export class CallDraft {
  state: CallState
  private readonly current: Map<OperationId, VersionedOperation>
  private readonly created = new Set<OperationId>()
  private readonly changed = new Set<OperationId>()
  private readonly notifications: Array<CommsNotifications> = []
  private readonly recordings: Array<RecordingEntry> = []
  private readonly settings: CallSettings

  constructor({ operations, state }: LoadedCall, settings: CallSettings) {
    this.state = state
    this.current = new Map(operations)
    this.settings = settings
  }

  /** The change, made at an instant. */
  changeAt(at: Instant): CallChange {
    return {
      at,
      state: this.state,
      operations: Array.from(this.changed, (id) => ({ id, current: this.current.get(id) })).flatMap(
        ({ current, id }) =>
          current === undefined
            ? []
            : [{ changeType: this.created.has(id) ? "created" as const : "updated" as const, current }]
      ),
      recordings: this.recordings,
      notifications: this.state.call.callbackUri === null ? [] : this.notifications
    }
  }

  get script(): CallerScript {
    return this.state.script ?? this.settings.callerScript
  }

  operation(id: OperationId): VersionedOperation | undefined {
    return this.current.get(id)
  }

  update(changes: Partial<CallState>): void {
    this.state = { ...this.state, ...changes }
  }

  /** Changes the call itself, and tells the bot. */
  updateCall(changes: Pick<Call, "state"> & Readonly<Record<string, Schema.Json>>): void {
    this.update({ call: { ...this.state.call, ...changes } })
    this.notifications.push(callNotification(this.state.call))
  }

  create(id: OperationId, properties: RecordOperationUpdate): VersionedOperation {
    const created = { version: 1, operation: newOperation(id, properties) }
    this.current.set(id, created)
    this.created.add(id)
    this.changed.add(id)
    return created
  }

  replaceFirst(media: MediaOperation): void {
    this.update({ media: [media, ...this.state.media.slice(1)] })
  }

  /** Appends to the queue; what is alone there begins. */
  enqueue(media: MediaOperation, at: Instant): void {
    this.update({ media: [...this.state.media, media] })
    if (this.state.media.length === 1) this.startFirst(at)
  }

  startFirst(at: Instant): void {
    const [first] = this.state.media
    if (first === undefined) return
    if (first._tag === "Prompt") {
      this.replaceFirst({ ...first, until: at + first.prompts * this.settings.promptDuration })
      return
    }
    this.replaceFirst({ ...first, run: startRun(first.parameters, this.settings, this.script, at) })
  }

  /** Takes operations out of the queue; when the first one was among them, the next one begins. */
  leaveQueue(leaving: ReadonlyArray<MediaOperation>, at: Instant): void {
    if (leaving.length === 0) return
    const [first] = this.state.media
    this.update({ media: this.state.media.filter((media) => !leaving.includes(media)) })
    if (first !== undefined && leaving.includes(first)) this.startFirst(at)
  }

  /** Ends a recording as its reason says, tells the bot, and keeps what was recorded if it completed. */
  endRecording(media: Media<"Record">, reason: RecordCompletionReason, sound: Sound): void {
    const { accessToken, location, operationId } = media
    const { resultInfo, status } = outcomes[reason]
    const isKept = status === "Completed"
    const before = this.current.get(operationId)
    if (before === undefined) return
    const ended = {
      version: before.version + 1,
      operation: mergeUpdate(before.operation, {
        status,
        resultInfo,
        completionReason: reason,
        recordingLocation: isKept ? location : "",
        recordingAccessToken: isKept ? accessToken : ""
      })
    }
    this.current.set(operationId, ended)
    this.changed.add(operationId)
    if (isKept) this.recordings.push({ operationId, sound })
    this.notifyEnd(ended)
  }

  notifyEnd(ended: Parameters<typeof operationNotification>[1]): void {
    this.notifications.push(operationNotification(this.state.call.id, ended, this.settings.notificationCasing))
  }

  endPrompt({ operation }: Media<"Prompt">, resultInfo: ResultInfo): void {
    const ended = {
      ...operation,
      status: resultInfo.code === 200 ? "Completed" as const : "Failed" as const,
      resultInfo
    }
    this.notifyEnd({ operation: ended, version: 2 })
  }
}
