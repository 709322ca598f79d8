import { Effect, FileSystem } from "effect"
import { keepFirst } from "./caFiles.ts"
import { readDocument } from "./documents.ts"
import { fail } from "./Failure.ts"
import { toPrettyJson } from "./json.ts"

/** The key of a file, which is made when there is none; for its owner's eyes. */
export const readKeyFile = Effect.fnUntraced(function*(file: string) {
  const { newJwk, PrivateJwk } = yield* Effect.promise(() => import("@recordop/server/webhooks/SigningKey"))
  const { openJwk } = yield* Effect.promise(() => import("@recordop/server/webhooks/openJwk"))
  const files = yield* FileSystem.FileSystem
  if (!(yield* files.exists(file))) {
    yield* keepFirst(file, `${toPrettyJson(yield* newJwk)}\n`)
  }
  const jwk = yield* readDocument(file, PrivateJwk)
  yield* Effect.catchTag(
    openJwk(jwk),
    "KeyUnusable",
    ({ message }) => fail(`${file}: the key cannot be used: ${message}`)
  )
  return jwk
}, Effect.catchTag("PlatformError", ({ message }) => fail(`cannot keep the key: ${message}`)))
