import { Effect } from "effect"
import { type FaultState, meet, newFault } from "../model/faults.ts"
import { FaultInjector, FaultNotFound, Faults, maxFaults, TooManyFaults } from "../ports/Faults.ts"
import type { Fault, FaultRequest } from "../protocol/faults.ts"

/** The faults of this process; a reset brings those of the seed back. */
export const makeFaults = (seed: ReadonlyArray<FaultRequest>) => {
  let faults: ReadonlyArray<FaultState> = []
  let last = 0

  const add = (request: FaultRequest): Fault => {
    const fault = newFault(String(++last), request)
    faults = [...faults, fault]
    return toFault(fault)
  }

  const reset = (): void => {
    faults = []
    last = 0
    seed.forEach(add)
  }
  reset()

  const remove = (id: string): boolean => {
    const before = faults.length
    faults = faults.filter((fault) => fault.id !== id)
    return faults.length < before
  }

  const port = Faults.of({
    list: Effect.sync(() => faults.map(toFault)),
    add: (request) =>
      Effect.suspend(() => faults.length >= maxFaults ? new TooManyFaults({}) : Effect.succeed(add(request))),
    remove: (id) => Effect.suspend(() => remove(id) ? Effect.void : new FaultNotFound({ id })),
    clear: Effect.sync(() => void (faults = []))
  })

  const injector = FaultInjector.of({
    isActive: () => faults.length > 0,
    meet: (target) => {
      for (const [index, fault] of faults.entries()) {
        const met = meet(fault, target)
        if (met !== undefined) faults = faults.with(index, met.fault)
        if (met?.applies === true) return toFault(met.fault)
      }
      return undefined
    }
  })

  return { faults: port, injector, reset: Effect.sync(reset) }
}

const toFault = (state: FaultState): Fault => {
  const { random: _, ...fault } = state
  return fault
}
