import type { StatusCasing } from "@recordop/core"
import { type CallerScript, defaultCallerScript } from "./caller/CallerScript.ts"

/** How long the parts last that no request says anything about, in milliseconds. */
export interface PlayTimes {
  readonly promptDuration: number
  readonly beepDuration: number
}

/** What can be set of calls. */
export interface CallSettings extends PlayTimes {
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
  notificationCasing: "docs"
}
