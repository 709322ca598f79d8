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
  type SnapshotClient,
  UnavailableError,
  type UntilOptions
} from "@recordop/client"
export { createFetch } from "./library/createFetch.ts"
export type { FetchOptions } from "./library/FetchOptions.ts"
