import { Schema } from "effect"
import { CallerActionFromString, CallerScript } from "../model/caller/CallerScript.ts"

export { CallerActionFromString, CallerScript } from "../model/caller/CallerScript.ts"
export type { CallerAction } from "../model/caller/CallerStep.ts"
export { formatCallerScript, formatCallerStep } from "../model/caller/formatCallerScript.ts"

/** The body of `PUT /_emulator/calls/{call}/caller`. */
export const CallerScriptRequest = Schema.Struct({ script: CallerScript })

/** The body of `POST /_emulator/calls/{call}/caller`. */
export const CallerStepRequest = Schema.Struct({ step: CallerActionFromString })
