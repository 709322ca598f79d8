import type { InvalidRequest, Unavailable } from "@recordop/core"
import { Context, type Effect } from "effect"
import type { ActionPermissions, TokenRequest } from "../protocol/tokens.ts"

/** The port: access tokens, and what they are needed for. */
export class Tokens extends Context.Service<Tokens, {
  /** Any token that a test needs, signed by the server. */
  make(request: TokenRequest): Effect.Effect<string, InvalidRequest | Unavailable>
  readonly permissions: Effect.Effect<ReadonlyArray<typeof ActionPermissions.Type>, InvalidRequest | Unavailable>
}>()("@recordop/emulator/ports/Tokens") {}
