import { Schema } from "effect"
import { Party } from "./incomingCalls.ts"

/** The body of `POST /_emulator/calls/{call}/participants`: who comes in. */
export const JoinRequest = Party

/** The body of `PATCH /_emulator/calls/{call}/participants/{participant}`. */
export const MuteRequest = Schema.Struct({ isMuted: Schema.Boolean })
