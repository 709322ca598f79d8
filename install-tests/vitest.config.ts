import { defineConfig, mergeConfig } from "vitest/config"
import shared from "../vitest.shared.ts"

export default mergeConfig(
  shared,
  // The tarballs are made and installed once.
  defineConfig({ test: { globalSetup: "./test/setup.ts", maxWorkers: 2, testTimeout: 180_000 } })
)
