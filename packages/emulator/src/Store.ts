import type { CallId, OperationKey, Unavailable, VersionedOperation } from "@recordop/core"
import type { OnlineMeeting, VersionedCallOperation } from "@recordop/core/calls"
import { Context, type Effect, type Result, Schema, type Scope, type Stream } from "effect"
import type { ClockRow, Decision, Loaded, Need } from "./Change.ts"
import { SoundId } from "./model/caller/CallerStep.ts"
import type { CallState } from "./model/CallState.ts"
import type { Instant } from "./model/Instant.ts"
import type { MediaEvent } from "./model/media/MediaEvent.ts"
import type { Notification } from "./model/Notification.ts"
import { Sound } from "./model/recording/Sound.ts"
import type { Subscription } from "./ports/Events.ts"
import type { SetAside } from "./protocol/health.ts"
import type { Seed } from "./protocol/Seed.ts"

/** A name that callers know a sound by, and when somebody speaks in it. */
export const NamedSound = Schema.Struct({ name: Schema.String, id: SoundId, sound: Sound })
export type NamedSound = typeof NamedSound.Type

/** Samples by the ids of their sounds: 16 kHz, 16 bit, mono. */
export type KeptSounds = ReadonlyMap<string, Int16Array>

/** How much a store keeps of what is over, in number and in age. */
export interface Bounds {
  /** Ended calls, with their operations and recordings. */
  readonly endedCalls: number
  /** Ended calls before this instant. */
  readonly endedBefore: Instant
  /** Notifications that have been delivered or given up. */
  readonly notifications: number
  /** Bytes of the same. */
  readonly notificationBytes: number
}

/** An operation, as far as it is there. */
export interface FoundOperation {
  /** The id that the call was made with. */
  readonly callId: CallId
  /** Absent when the call has no such operation. */
  readonly current?: VersionedCallOperation
}

/** An operation on a page; `sequence` orders those of all calls by creation. */
export interface ListedOperation {
  readonly sequence: number
  readonly current: VersionedOperation
}

/**
 * The port of storage. There is one way to write: `transact` loads what a change needs, asks what is to become of it, and
 * keeps that as a whole or not at all, with no other change in between. Memory and SQL implement it and contain no rules.
 *
 * A row that cannot be read is set aside: it is kept, named in `setAside` and in an event, and counts as not there; a call
 * counts as ended. Every method can fail with `Unavailable`.
 */
export class Store extends Context.Service<Store, {
  readonly kind: "memory" | "sqlite" | "postgres"

  /** Whether other servers may change what it holds. */
  readonly isShared: boolean

  transact<A, E>(
    need: Need,
    decide: (loaded: Loaded) => Result.Result<Decision<A>, E>
  ): Effect.Effect<A, E | Unavailable>

  /** `undefined` when there is no such call. */
  findOperation(key: OperationKey): Effect.Effect<FoundOperation | undefined, Unavailable>

  /** `undefined` when there is no such call. */
  findCall(callId: CallId): Effect.Effect<CallState | undefined, Unavailable>

  /** Calls that have not ended, in the order of the keys of their ids, after one with this key. */
  calls(after: string, limit: number): Effect.Effect<ReadonlyArray<CallState>, Unavailable>

  /** Calls that have ended, at most so many, the one that ended last first. */
  endedCalls(limit: number): Effect.Effect<ReadonlyArray<CallState>, Unavailable>

  /** What could be seen and heard in a call, the oldest first: the last `keptMedia` of it. */
  media(callId: CallId): Effect.Effect<ReadonlyArray<MediaEvent>, Unavailable>

  /** When the first of that was; `undefined` when nothing is known. */
  mediaBegan(callId: CallId): Effect.Effect<Instant | undefined, Unavailable>

  /** All meetings, in the order in which they were made. */
  readonly meetings: Effect.Effect<ReadonlyArray<OnlineMeeting>, Unavailable>

  /**
   * At most so many record operations, in the order of their creation, after the one with this sequence and so many more.
   * `undefined` when there is no such call.
   */
  page(
    callId: CallId,
    after: number,
    skip: number,
    limit: number
  ): Effect.Effect<ReadonlyArray<ListedOperation> | undefined, Unavailable>

  /** How many record operations a call has; `undefined` when there is no such call. */
  count(callId: CallId): Effect.Effect<number | undefined, Unavailable>

  /** What an operation has recorded; `undefined` when it has not. */
  recording(key: OperationKey): Effect.Effect<Sound | undefined, Unavailable>

  /**
   * Keeps the samples of a sound by the id that follows from them, and gives it a name, which may have been another one's. Beyond
   * `keptSoundBytes` the sounds that were kept longest ago are forgotten, and their names; beyond `keptSoundNames` names alone.
   */
  keepSound(id: string, samples: Int16Array, named?: NamedSound): Effect.Effect<void, Unavailable>

  /** Those of these sounds that are there. */
  sounds(ids: ReadonlyArray<string>): Effect.Effect<KeptSounds, Unavailable>

  /** The sounds that have a name, by their names. */
  readonly namedSounds: Effect.Effect<ReadonlyArray<NamedSound>, Unavailable>

  /** `undefined` when no sound has this name. */
  soundNamed(name: string): Effect.Effect<NamedSound | undefined, Unavailable>

  /** Calls in which something falls due until an instant, the earliest first; not necessarily all. */
  dueCalls(until: Instant): Effect.Effect<ReadonlyArray<CallId>, Unavailable>

  /** When something falls due next in a call; `undefined` when nothing will. */
  readonly nextDueCall: Effect.Effect<Instant | undefined, Unavailable>

  /** Calls with a notification to be tried, the one that has waited longest first; not necessarily all. */
  callsToTell(until: Instant): Effect.Effect<ReadonlyArray<CallId>, Unavailable>

  /** Of a call the earliest pending notification, if it is to be tried until an instant: bots get them in order. */
  nextNotification(callId: CallId, until: Instant): Effect.Effect<Notification | undefined, Unavailable>

  /**
   * The same, for whoever is about to try it: no other process does until it has been, or this one has ended. `"elsewhere"`
   * when another process is trying it.
   */
  claimNotification(callId: CallId, until: Instant): Effect.Effect<Notification | "elsewhere" | undefined, Unavailable>

  /** When, later than an instant, a notification is to be tried next; `undefined` when none is. */
  nextDueNotification(after: Instant): Effect.Effect<Instant | undefined, Unavailable>

  /** Notifications of a call, or of all, in the order in which they were made, after one with this sequence. */
  notifications(
    callId: CallId | undefined,
    after: number,
    limit: number
  ): Effect.Effect<ReadonlyArray<Notification>, Unavailable>

  readonly clock: Effect.Effect<ClockRow | undefined, Unavailable>

  readonly key: Effect.Effect<Schema.Json | undefined, Unavailable>

  /**
   * Holds the clock for whoever turns it, for as long as the scope lives; false when another process does. Who has lost it meanwhile
   * cannot keep a clock.
   */
  readonly holdClock: Effect.Effect<boolean, Unavailable, Scope.Scope>

  /** Succeeds when another process calls off the turn for which this one holds the clock, or has taken it for dead. */
  readonly clockTaken: Effect.Effect<void, Unavailable>

  /** Calls off the turn of another process. */
  readonly callOffClock: Effect.Effect<void, Unavailable>

  /** Whether another process holds the clock. */
  readonly isClockHeld: Effect.Effect<boolean, Unavailable>

  /** A number that grows with what any process does to calls; always the same when the store is not shared. */
  readonly activity: Effect.Effect<number, Unavailable>

  /** That other servers may have changed what it holds; none when it is not shared. */
  readonly changes: Stream.Stream<void>

  /** What happens from now on, or after the event with this id; see `Events`. */
  subscribe(after?: string): Effect.Effect<Subscription<never>, never, Scope.Scope>

  /** Rows that could not be read, the last hundred. */
  readonly setAside: Effect.Effect<ReadonlyArray<SetAside>, Unavailable>

  /** Forgets what is over as far as it is beyond the bounds, the oldest first: at once, or when there is more of it. */
  prune(bounds: Bounds): Effect.Effect<void, Unavailable>

  /** Puts everything back to the seed. */
  readonly reset: Effect.Effect<void, Unavailable>

  /** Puts everything to what another seed has. */
  load(seed: Seed): Effect.Effect<void, Unavailable>

  /** Succeeds when the store can be read. */
  readonly check: Effect.Effect<void, Unavailable>

  /** Claims the store for a server, for as long as the scope lives; fails when another process has it to itself. */
  readonly claim: Effect.Effect<void, Unavailable, Scope.Scope>
}>()("@recordop/emulator/Store") {}

/** How many calls are named as due at once. */
export const dueBatch = 1_000

/** How much of a queue is loaded for a change that needs only its beginning. */
export const queueBatch = 8

/** How many bytes of calls that have ended are kept, with their operations; the oldest ones go first. */
export const keptEndedBytes = 67_108_864

/** How many bytes a meeting may have. */
export const maxMeetingSize = 65_536

/** How many meetings are kept; the oldest ones go first. */
export const keptMeetings = 1_000

/** How many bytes of samples are kept. */
export const keptSoundBytes = 134_217_728

/** How many names of sounds are kept. */
export const keptSoundNames = 10_000

/** How much is kept of what could be seen and heard in a call. */
export const keptMedia = 1_000
