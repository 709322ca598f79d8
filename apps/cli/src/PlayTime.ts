import { AnyMilliseconds } from "@recordop/emulator/protocol/AnyDuration"
import { Schema } from "effect"

/** A duration that something takes: 1 ms to 1 h. */
export const PlayTime = AnyMilliseconds.check(
  Schema.isBetween({ minimum: 1, maximum: 3_600_000 }, { expected: "a duration from 1ms to 1h" })
)
