export * from "@recordop/client"
export type { EmulatorOptions } from "./library/EmulatorOptions.ts"
export * from "./library/startEmulator.ts"
