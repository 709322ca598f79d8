import type { CallId, OperationKey } from "@recordop/core"
import type { OnlineMeeting } from "@recordop/core/calls"
import { Schema } from "effect"
import { Instant } from "./model/Instant.ts"
import type { NewNotification, Notification } from "./model/Notification.ts"
import type { CallChange, LoadedCall, StoredOperation } from "./model/Turn.ts"
import { ClockMode } from "./protocol/clock.ts"
import type { EmulatorEvent } from "./protocol/EmulatorEvent.ts"

/** What a change has to know before it can be decided. */
export type Need =
  | { readonly _tag: "Call"; readonly callId: CallId; readonly queue: "first" | "all" }
  /** The operation alone; its call too when the operation plays, records or waits. */
  | ({ readonly _tag: "Operation"; readonly queue: "first" | "all" } & OperationKey)
  /**
   * What is kept of a try may be lost when the machine or the database crashes, though not when this process does: the
   * notification is tried again then.
   */
  | { readonly _tag: "Notification"; readonly id: string; readonly isTry?: true }
  | { readonly _tag: "Key" }
  | { readonly _tag: "Nothing" }

/** What there is of what was needed; what there is not is absent. */
export interface Loaded {
  /** The id that the call was made with. */
  readonly callId?: CallId
  readonly call?: LoadedCall
  readonly operation?: StoredOperation
  readonly notification?: Notification
  readonly key?: Schema.Json
}

/** How the clock stands: it showed `at` at the time `since`, in milliseconds since 1970. */
export const ClockRow = Schema.Struct({ mode: ClockMode, scale: Schema.Finite, at: Instant, since: Schema.Int })
export type ClockRow = typeof ClockRow.Type

/** What is to be kept, as a whole or not at all. */
export interface Change {
  readonly call?: CallChange
  /** Notifications that are new, and one that has changed. */
  readonly made?: ReadonlyArray<NewNotification>
  readonly changed?: Notification
  readonly clock?: ClockRow
  /** A meeting that is new. */
  readonly meeting?: OnlineMeeting
  /** The private key that notifications are signed with, as a JSON Web Key. */
  readonly key?: Schema.Json
  /** What is published once it is kept. */
  readonly events: ReadonlyArray<EmulatorEvent>
}

/** What was decided, and what whoever asked is told. */
export interface Decision<A> {
  readonly change?: Change
  readonly answer: A
}
