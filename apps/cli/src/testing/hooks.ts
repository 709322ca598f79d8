import type { EmulatorOptions } from "../library/EmulatorOptions.ts"
import { type Emulator, startEmulator } from "../library/startEmulator.ts"

/** The emulator of a file of tests; it can be used in tests and in hooks that run before each of them. */
export type UsedEmulator = Omit<Emulator, "close" | typeof Symbol.asyncDispose>

/** What a test runner does around tests. */
export interface Hooks {
  readonly beforeAll: (hook: () => Promise<void>) => void
  readonly afterEach: (hook: () => Promise<void>) => void
  readonly afterAll: (hook: () => Promise<void>) => void
}

/** Starts an emulator before the tests of a file, begins anew after each of them, and ends it after the last. */
export const useEmulatorWith = (
  { afterAll, afterEach, beforeAll }: Hooks,
  options: EmulatorOptions | undefined
): UsedEmulator => {
  let emulator: Emulator | undefined
  const started = (): Emulator => {
    if (emulator === undefined) {
      throw new Error("useEmulator: the emulator is there in tests and in hooks before them alone")
    }
    return emulator
  }
  beforeAll(async () => {
    emulator = await startEmulator(options)
  })
  afterEach(() => started().reset())
  afterAll(async () => emulator?.close())

  return {
    get url() {
      return started().url
    },
    get client() {
      return started().client
    },
    get clock() {
      return started().clock
    },
    get calls() {
      return started().calls
    },
    get notifications() {
      return started().notifications
    },
    get requests() {
      return started().requests
    },
    get faults() {
      return started().faults
    },
    reset: () => started().reset()
  }
}
