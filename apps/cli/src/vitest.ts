import { afterAll, afterEach, beforeAll, expect } from "vitest"
import type { EmulatorMatchers, EmulatorOptions, UsedEmulator } from "./index.ts"
import { useEmulatorWith } from "./testing/hooks.ts"
import { matchers } from "./testing/matchers.ts"

expect.extend(matchers)

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends EmulatorMatchers {}
}

/** Starts an emulator before the tests of a file, begins anew after each of them, and ends it after the last. */
export const useEmulator = (options?: EmulatorOptions): UsedEmulator =>
  useEmulatorWith({ beforeAll, afterEach, afterAll }, options)
