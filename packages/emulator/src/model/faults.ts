import type { Fault, FaultRequest } from "../protocol/faults.ts"
import { isSameId, matchesPath } from "./journal/matching.ts"

/** What meets with faults: a request of a bot, or a notification on its way to one. */
export interface FaultTarget {
  readonly on: "request" | "notification"
  readonly method: string
  readonly url: string
  readonly callId: string | undefined
}

/** A fault that is in force, and what it came to so far. */
export interface FaultState extends Fault {
  /** What its next random number is made of. */
  readonly random: number
}

/** A new fault. */
export const newFault = (id: string, request: FaultRequest): FaultState => ({
  ...request,
  id,
  matched: 0,
  applied: 0,
  random: request.seed ?? 0
})

const isFor = ({ callId, method, on = "request", path }: Fault, target: FaultTarget): boolean =>
  on === target.on &&
  (method === undefined || method.toUpperCase() === target.method) &&
  (path === undefined || matchesPath(path, target.url)) &&
  (callId === undefined || isSameId(callId, target.callId))

/** Whether a fault is to happen to this target, and what the fault is afterwards; `undefined` when it is not for it. */
export const meet = (
  fault: FaultState,
  target: FaultTarget
): { readonly fault: FaultState; readonly applies: boolean } | undefined => {
  if (!isFor(fault, target)) return undefined
  const { nth, probability = 1, times = Infinity } = fault
  const matched = fault.matched + 1
  const isCounted = nth === undefined || [nth].flat().includes(matched)
  const random = nextRandom(fault.random)
  const applies = isCounted && fault.applied < times && random.value < probability
  return {
    applies,
    fault: { ...fault, matched, applied: fault.applied + (applies ? 1 : 0), random: random.state }
  }
}

/** The next number from 0 up to 1, the same after the same state (mulberry32). */
const nextRandom = (state: number): { readonly state: number; readonly value: number } => {
  const next = (state + 0x6d2b79f5) | 0
  let mixed = Math.imul(next ^ (next >>> 15), next | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return { state: next, value: ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296 }
}
