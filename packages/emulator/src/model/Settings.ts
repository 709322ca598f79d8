import type { CallSettings } from "../calls/CallDraft.ts"
import type { ClockSetting } from "../clock/EmulatorClock.ts"
import { defaultCallerScript } from "../recording/CallerScript.ts"

/** What can be set of the simulation; durations are in milliseconds. */
export interface SimulationSettings extends CallSettings {
  readonly clock: ClockSetting
  /** How long recordings can be fetched after their call has ended. */
  readonly recordingRetention: number
}

/** The settings of a simulation that is told nothing. */
export const defaultSimulation: SimulationSettings = {
  clock: { mode: "real" },
  callerScript: defaultCallerScript,
  promptDuration: 2_000,
  beepDuration: 500,
  notificationCasing: "docs",
  recordingRetention: 300_000
}
