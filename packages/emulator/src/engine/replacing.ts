import { type CallId, InvalidRequest } from "@recordop/core"
import { Effect } from "effect"
import { endReplacedCall } from "../model/commands.ts"
import type { makeCommands } from "./commands.ts"

/** A call cannot take its own place. */
export const cannotReplaceItself = new InvalidRequest({
  message: "replacesCallId: Expected another call than this one."
})

/** A call that another takes the place of ends, unless it has. */
export const endReplaced = (command: ReturnType<typeof makeCommands>["command"]) => (callId: CallId) =>
  Effect.catchTag(Effect.asVoid(command(callId, endReplacedCall)), "CallNotFound", () => Effect.void)
