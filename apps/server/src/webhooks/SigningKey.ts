import { Clock, Context, Effect, Layer } from "effect"
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose"

/** Who signs notifications, as Graph's communications platform calls itself. */
export const issuer = "https://api.botframework.com"

/** How long a token is good for, and for how long it is sent again, in seconds. */
const lifetime = 3_600
const reuse = 300

/** The key that notifications are signed with. */
export class SigningKey extends Context.Service<SigningKey, {
  /** The public key, for whoever checks. */
  readonly publicKey: Effect.Effect<JWK>

  /**
   * A token for a bot, signed with RS256.
   *
   * Source: Microsoft Teams, "Set up webhooks and incoming call notifications" (the claims of the callback's token).
   */
  token(appId: string, tenantId: string): Effect.Effect<string>
}>()("@recordop/server/webhooks/SigningKey") {}

const makeKey = Effect.gen(function*() {
  const { privateKey, publicKey } = yield* Effect.promise(() => generateKeyPair("RS256", { modulusLength: 2_048 }))
  const jwk = yield* Effect.promise(() => exportJWK(publicKey))
  const kid = yield* Effect.promise(() => calculateJwkThumbprint(jwk))
  return { privateKey, kid, jwk: { ...jwk, kid, alg: "RS256", use: "sig" } }
})

/** A key that is made when it is first needed, and forgotten when the server stops. */
export const layer: Layer.Layer<SigningKey> = Layer.effect(
  SigningKey,
  Effect.gen(function*() {
    const key = yield* Effect.cached(makeKey)
    const tokens = new Map<string, { readonly token: string; readonly until: number }>()

    const sign = Effect.fnUntraced(function*(appId: string, tenantId: string, now: number) {
      const { kid, privateKey } = yield* key
      const token = new SignJWT({ tid: tenantId })
        .setProtectedHeader({ alg: "RS256", typ: "JWT", kid })
        .setIssuer(issuer)
        .setAudience(appId)
        .setIssuedAt(now)
        .setNotBefore(now)
        .setExpirationTime(now + lifetime)
      return yield* Effect.promise(() => token.sign(privateKey))
    })

    return SigningKey.of({
      publicKey: Effect.map(key, ({ jwk }) => jwk),
      token: Effect.fnUntraced(function*(appId, tenantId) {
        const now = Math.floor((yield* Clock.currentTimeMillis) / 1_000)
        const name = `${tenantId} ${appId}`
        const known = tokens.get(name)
        if (known !== undefined && now < known.until) return known.token
        const token = yield* sign(appId, tenantId, now)
        tokens.set(name, { token, until: now + reuse })
        return token
      })
    })
  })
)
