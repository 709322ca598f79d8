import { Clock, Effect } from "effect"
import { SigningKey } from "../webhooks/SigningKey.ts"

/** How long an access token is good for, in seconds, as Microsoft's are. */
export const tokenLifetime = 3_599

/** Who issues the tokens of a tenant. */
export const issuerOf = (tenantId: string): string => `https://sts.windows.net/${tenantId}/`

/** Whom a token is for, and what it allows. */
export interface TokenRequest {
  readonly id: string
  readonly appId: string
  readonly tenantId: string
  readonly audience: string
  readonly roles: ReadonlyArray<string>
  /** In seconds. */
  readonly lifetime: number
}

/**
 * An access token of an application.
 *
 * Source: Microsoft identity platform, "Access token claims reference" (tokens of version 1.0, which Graph has).
 */
export const accessToken = Effect.fnUntraced(
  function*({ appId, audience, id, lifetime, roles, tenantId }: TokenRequest) {
    const key = yield* SigningKey
    const now = Math.floor((yield* Clock.currentTimeMillis) / 1_000)
    return yield* key.sign({
      aud: audience,
      iss: issuerOf(tenantId),
      iat: now,
      nbf: now,
      exp: now + lifetime,
      appid: appId,
      appidacr: "1",
      idtyp: "app",
      oid: appId,
      sub: appId,
      tid: tenantId,
      roles,
      uti: id,
      ver: "1.0"
    })
  }
)

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The id of a tenant; one that goes by its domain or by no name at all, such as `common`, is taken for `otherwise`. */
export const tenantIdOf = (name: string, otherwise: string): string => guid.test(name) ? name.toLowerCase() : otherwise
