export type { CallClient } from "@recordop/client/callClient"
export {
  BadRequestError,
  ClientError,
  NotFoundError,
  PreconditionFailedError,
  UnavailableError
} from "@recordop/client/ClientError"
export {
  type AdvanceOptions,
  type ClockClient,
  createClient,
  type CreateClientOptions,
  type NotificationsClient,
  type RecordopClient
} from "@recordop/client/createClient"
export type { EmulatorOptions } from "./library/EmulatorOptions.ts"
export * from "./library/startEmulator.ts"
