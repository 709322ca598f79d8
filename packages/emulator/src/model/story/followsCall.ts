import { type CallerScript, isOfCall } from "../caller/CallerScript.ts"
import type { CallState } from "../CallState.ts"

/**
 * Whether the caller follows a script in the call as a whole once that is established. One that somebody who calls was given is of the
 * call, whatever stands in it.
 */
export const followsCall = ({ properties, script: number, story }: CallState, script: CallerScript): boolean =>
  isOfCall(script) || (story === undefined && number !== null && properties["direction"] === "incoming")
