import type { StatusCasing } from "@recordop/core"
import type { NotificationForm } from "@recordop/core/calls"
import { type CallerScript, defaultCallerScript } from "./caller/CallerScript.ts"

/** How long the parts last that no request says anything about, in milliseconds. */
export interface PlayTimes {
  readonly promptDuration: number
  readonly beepDuration: number
}

/** What can be set of calls. */
export interface CallSettings extends PlayTimes {
  /** How notifications look. */
  readonly notificationForm: NotificationForm
  /** How notifications spell the status of an operation. */
  readonly notificationCasing: StatusCasing
  /** What the caller does in calls of which nothing else is said. */
  readonly callerScript: CallerScript
}

/** The settings of calls of which nothing is said. */
export const defaultCallSettings: CallSettings = {
  callerScript: defaultCallerScript,
  promptDuration: 2_000,
  beepDuration: 500,
  notificationForm: "captured",
  notificationCasing: "docs"
}
