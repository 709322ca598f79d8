import { Schema } from "effect"
import { CallerScript, CallerStepFromString } from "../model/caller/CallerScript.ts"

export {
  CallerScript,
  type CallerStep,
  CallerStepFromString,
  formatCallerScript,
  formatCallerStep
} from "../model/caller/CallerScript.ts"

/** The body of `PUT /_emulator/calls/{call}/caller`. */
export const CallerScriptRequest = Schema.Struct({ script: CallerScript })

/** The body of `POST /_emulator/calls/{call}/caller`. */
export const CallerStepRequest = Schema.Struct({ step: CallerStepFromString })
