import { formatProblems, problemsOf, Unavailable } from "@recordop/core"
import { Store } from "@recordop/emulator/Store"
import { Cache, Clock, Context, Data, Duration, Effect, Equal, Exit, Layer, Result, Schema } from "effect"
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose"
import type { Cloud } from "../identity/clouds.ts"
import { KeyUnusable, openJwk } from "./openJwk.ts"

/** How long a token is good for, in seconds, and for how long it is sent again. */
const lifetime = 3_600
const reuse = "5 minutes"

/** How many bots' tokens are held. */
const heldTokens = 1_000

/** The key that notifications are signed with. */
export class SigningKey extends Context.Service<SigningKey, {
  /** The public key, for whoever checks. */
  readonly publicKey: Effect.Effect<JWK, Unavailable>

  /**
   * A token for a bot, signed with RS256.
   *
   * Source: Microsoft Teams, "Set up webhooks and incoming call notifications" (the claims of the callback's token).
   */
  token(appId: string, tenantId: string): Effect.Effect<string, Unavailable>

  /** Any claims, signed with the same key. */
  sign(claims: JWTPayload): Effect.Effect<string, Unavailable>
}>()("@recordop/server/webhooks/SigningKey") {}

/** What a private RSA key has as a JSON Web Key (RFC 7518, 6.3). */
export const PrivateJwk = Schema.Struct({
  kty: Schema.Literal("RSA"),
  n: Schema.String,
  e: Schema.String,
  d: Schema.String,
  p: Schema.String,
  q: Schema.String,
  dp: Schema.String,
  dq: Schema.String,
  qi: Schema.String
})

const decodeJwk = Schema.decodeUnknownEffect(PrivateJwk)

/** A new key. */
export const newJwk = Effect.promise(() => generateKeyPair("RS256", { modulusLength: 2_048, extractable: true })).pipe(
  Effect.flatMap(({ privateKey }) => Effect.promise(() => exportJWK(privateKey))),
  Effect.flatMap(decodeJwk),
  Effect.orDie
)

const keep = (store: Store["Service"], jwk: typeof PrivateJwk.Type) =>
  store.transact({ _tag: "Key" }, () => Result.succeed({ change: { key: jwk, events: [] }, answer: undefined }))

/** Keeps a key, unless there is another one by now than the one that is known: another server may have been faster. */
const keepFirst = (store: Store["Service"], jwk: typeof PrivateJwk.Type, known: Schema.Json | undefined) =>
  store.transact({ _tag: "Key" }, ({ key }) =>
    Result.succeed(
      key === undefined || Equal.equals(key, known)
        ? { change: { key: jwk, events: [] }, answer: jwk }
        : { answer: key }
    ))

/** What signs with the key of a store. */
const openKey = (key: Schema.Json) =>
  Effect.flatMap(decodeJwk(key), openJwk).pipe(
    Effect.catchTag("SchemaError", ({ issue }) => new KeyUnusable({ message: formatProblems(problemsOf(issue)) }))
  )

/** What signs with the key of a store; one that cannot be used is none, which is said. */
const openKept = (key: Schema.Json) =>
  openKey(key).pipe(
    Effect.catchTag("KeyUnusable", ({ message }) =>
      Effect.as(
        Effect.logWarning(
          `The key that tokens are signed with cannot be used: ${message}. Another takes its place.`
        ),
        undefined
      ))
  )

/** A store that has a key from somewhere else, and no other. */
export const withSigningKey = <E>(store: Layer.Layer<Store, E>, jwk: typeof PrivateJwk.Type) =>
  Layer.effect(Store, Effect.tap(Store, (store) => keep(store, jwk))).pipe(Layer.provide(store))

/** Whom a token is for. */
class Bot extends Data.Class<{ readonly appId: string; readonly tenantId: string }> {}

/** The key of the store, which is made when it is first needed; with a store that lasts, it does too. */
export const layer = ({ issuer }: Cloud, makeJwk = newJwk): Layer.Layer<SigningKey, never, Store> =>
  Layer.effect(
    SigningKey,
    Effect.gen(function*() {
      const store = yield* Store

      const makeKey = Effect.gen(function*() {
        const kept = yield* store.key
        const opened = kept === undefined ? undefined : yield* openKept(kept)
        return opened ?? (yield* Effect.flatMap(keepFirst(store, yield* makeJwk, kept), openKey))
      }).pipe(Effect.catchTag("KeyUnusable", ({ message }) => new Unavailable({ message })))
      // What could not be had from the store is tried again.
      const key = yield* Effect.cachedWithTTL(makeKey, (exit) => Exit.isSuccess(exit) ? Duration.infinity : 0)

      const sign = Effect.fnUntraced(function*(claims: JWTPayload) {
        const { kid, privateKey } = yield* key
        const token = new SignJWT(claims).setProtectedHeader({ alg: "RS256", typ: "JWT", kid })
        return yield* Effect.promise(() => token.sign(privateKey))
      })

      const signForBot = Effect.fnUntraced(function*({ appId, tenantId }: Bot) {
        const now = Math.floor((yield* Clock.currentTimeMillis) / 1_000)
        return yield* sign({ tid: tenantId, iss: issuer, aud: appId, iat: now, nbf: now, exp: now + lifetime })
      })
      const tokens = yield* Cache.makeWith(signForBot, {
        capacity: heldTokens,
        timeToLive: (exit) => Exit.isSuccess(exit) ? reuse : 0
      })

      return SigningKey.of({
        publicKey: Effect.map(key, ({ publicJwk }) => publicJwk),
        sign,
        token: (appId, tenantId) => Cache.get(tokens, new Bot({ appId, tenantId }))
      })
    })
  )
