import { Data, Effect } from "effect"
import { calculateJwkThumbprint, CompactSign, compactVerify, importJWK } from "jose"
import type { PrivateJwk } from "./SigningKey.ts"

/** A key that signs nothing, and why. */
export class KeyUnusable extends Data.TaggedError("KeyUnusable")<{ readonly message: string }> {}

const attempt = <A>(promise: () => PromiseLike<A>) =>
  Effect.tryPromise({
    try: promise,
    catch: (error) => new KeyUnusable({ message: error instanceof Error ? error.message : String(error) })
  })

const alg = "RS256"
const trial = new TextEncoder().encode("trial")

/** What a key signs with, and its public part. It signs once for trial: what has the form of a key may have numbers of none. */
export const openJwk = Effect.fnUntraced(function*(jwk: typeof PrivateJwk.Type) {
  const kid = yield* attempt(() => calculateJwkThumbprint(jwk))
  const publicJwk = { kty: jwk.kty, n: jwk.n, e: jwk.e, kid, alg, use: "sig" }
  const privateKey = yield* attempt(() => importJWK(jwk, alg))
  const publicKey = yield* attempt(() => importJWK(publicJwk, alg))
  const signed = yield* attempt(() => new CompactSign(trial).setProtectedHeader({ alg }).sign(privateKey))
  yield* attempt(() => compactVerify(signed, publicKey))
  return { privateKey, kid, publicJwk }
})
