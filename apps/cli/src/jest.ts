import { afterAll, afterEach, beforeAll, expect } from "@jest/globals"
import type { EmulatorMatchers, EmulatorOptions, UsedEmulator } from "./index.ts"
import { useEmulatorWith } from "./testing/hooks.ts"
import { matchers } from "./testing/matchers.ts"

expect.extend(matchers)

declare module "expect" {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends EmulatorMatchers {}
}

/** Starts an emulator before the tests of a file, begins anew after each of them, and ends it after the last. */
export const useEmulator = (options?: EmulatorOptions): UsedEmulator =>
  useEmulatorWith({ beforeAll, afterEach, afterAll }, options)
