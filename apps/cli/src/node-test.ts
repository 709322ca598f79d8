// oxlint-disable-next-line effecttsgo/node-builtin-import -- the test runner that this is for
import { AssertionError } from "node:assert"
import { after, afterEach, before } from "node:test"
import type { CallClient, EmulatorMatchers, EmulatorOptions, UsedEmulator } from "./index.ts"
import { useEmulatorWith } from "./testing/hooks.ts"
import { type Matched, matchers, type Observed } from "./testing/matchers.ts"

/** Starts an emulator before the tests of a file, begins anew after each of them, and ends it after the last. */
export const useEmulator = (options?: EmulatorOptions): UsedEmulator =>
  useEmulatorWith({ beforeAll: before, afterEach, afterAll: after }, options)

/** The matchers of what they look at, as in `await expect(call).toHaveRecorded()`; `not` turns them round. */
export const expect = (subject: CallClient | UsedEmulator): EmulatorMatchers & { readonly not: EmulatorMatchers } => ({
  ...matchersOf(subject, true),
  not: matchersOf(subject, false)
})

const matchersOf = (subject: CallClient | UsedEmulator, wanted: boolean): EmulatorMatchers => {
  const settle = async (matching: Promise<Matched>): Promise<void> => {
    const { message, pass } = await matching
    if (pass !== wanted) throw new AssertionError({ message: message() })
  }
  return {
    toHaveRecorded: (expected) => settle(matchers.toHaveRecorded(callOf(subject), expected)),
    toHavePlayed: (uri) => settle(matchers.toHavePlayed(subject, uri)),
    toHaveBeenTold: (tag, expected) => settle(matchers.toHaveBeenTold(subject, tag, expected)),
    toHaveAsked: (method, path, body) => settle(matchers.toHaveAsked(subject, method, path, body))
  }
}

const callOf = (subject: CallClient | Observed): CallClient => {
  if ("operations" in subject) return subject
  throw new TypeError("toHaveRecorded: expected a call, as client.call(id) gives it")
}
