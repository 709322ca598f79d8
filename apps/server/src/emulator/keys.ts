import { Effect } from "effect"
import { plainJson } from "../graph/Answer.ts"
import type { Handler } from "../graph/Bridge.ts"
import type { Cloud } from "../identity/clouds.ts"
import { SigningKey } from "../webhooks/SigningKey.ts"

/**
 * `GET /_emulator/.well-known/openid-configuration`: where the key is that notifications are signed with.
 *
 * Source: OpenID Connect Discovery 1.0, section 3.
 */
export const openIdConfiguration = ({ issuer }: Cloud): Handler<never> => ({ origin }) =>
  Effect.succeed(plainJson(200, {
    issuer,
    authorization_endpoint: "https://invalid.botframework.com",
    jwks_uri: `${origin}/_emulator/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ["RS256"],
    token_endpoint_auth_methods_supported: ["private_key_jwt"]
  }))

/** `GET /_emulator/.well-known/jwks.json` (RFC 7517). */
export const jwks: Handler<SigningKey> = Effect.fnUntraced(function*() {
  const key = yield* SigningKey
  return plainJson(200, { keys: [yield* key.publicKey] })
})
