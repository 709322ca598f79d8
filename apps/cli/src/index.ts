export {
  type AdvanceOptions,
  BadRequestError,
  type CallClient,
  ClientError,
  type ClockClient,
  createClient,
  type CreateClientOptions,
  type FaultsClient,
  NotFoundError,
  type NotificationsClient,
  PreconditionFailedError,
  type RecordopClient,
  type RequestsClient,
  UnavailableError,
  type UntilOptions
} from "@recordop/client"
export type { EmulatorOptions } from "./library/EmulatorOptions.ts"
export * from "./library/startEmulator.ts"
export type { UsedEmulator } from "./testing/hooks.ts"
export type { EmulatorMatchers } from "./testing/matchers.ts"
