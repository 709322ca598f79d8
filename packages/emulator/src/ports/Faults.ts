import type { InvalidRequest, Unavailable } from "@recordop/core"
import { Context, type Effect, Schema } from "effect"
import type { FaultTarget } from "../model/faults.ts"
import type { Fault, FaultRequest } from "../protocol/faults.ts"

/** There is no such fault. */
export class FaultNotFound extends Schema.TaggedError<FaultNotFound>()("FaultNotFound", { id: Schema.String }) {
  override get message(): string {
    return `Fault not found: ${this.id}.`
  }
}

/** There are as many faults as there can be. */
export class TooManyFaults extends Schema.TaggedError<TooManyFaults>()("TooManyFaults", {}) {
  override get message(): string {
    return `There are ${maxFaults} faults already; remove some.`
  }
}

/** How many faults there can be. */
export const maxFaults = 1_000

/** The port: what goes wrong on demand. */
export class Faults extends Context.Service<Faults, {
  readonly list: Effect.Effect<ReadonlyArray<Fault>, InvalidRequest | Unavailable>
  /** The first one that was added is the first that is looked at. */
  add(fault: FaultRequest): Effect.Effect<Fault, TooManyFaults | InvalidRequest | Unavailable>
  remove(id: string): Effect.Effect<void, FaultNotFound | InvalidRequest | Unavailable>
  readonly clear: Effect.Effect<void, InvalidRequest | Unavailable>
}>()("@recordop/emulator/ports/Faults") {}

/** The port by which faults happen. */
export class FaultInjector extends Context.Service<FaultInjector, {
  /** Whether there are any: as long as there are none, nobody need ask `meet`. */
  readonly isActive: () => boolean
  /** The fault that is to happen to this target, which counts it; `undefined` for none. */
  readonly meet: (target: FaultTarget) => Fault | undefined
}>()("@recordop/emulator/ports/Faults/FaultInjector") {}
