import { Effect, FileSystem, Path, Schema } from "effect"
import { HttpBody, HttpClient, HttpClientResponse } from "effect/http"
import { whyUnreadable } from "./documents.ts"
import { fail } from "./Failure.ts"

const Refusal = Schema.Struct({ error: Schema.Struct({ message: Schema.String }) })

/** Sends a wave file to a server, and gives the name that callers play it by. */
export const sendSound = Effect.fnUntraced(function*(url: string, file: string) {
  const files = yield* FileSystem.FileSystem
  const { basename } = yield* Path.Path
  const name = basename(file)
  const bytes = yield* Effect.catch(
    files.readFile(file),
    ({ reason }) => fail(`cannot read ${file}: ${whyUnreadable(reason)}`)
  )
  const answer = yield* HttpClient.put(`${url}/_emulator/sounds/${encodeURIComponent(name)}`, {
    body: HttpBody.uint8Array(bytes, "audio/wav")
  })
  if (answer.status === 200) return name
  const { error } = yield* HttpClientResponse.schemaBodyJson(Refusal)(answer)
  return yield* fail(`${file}: ${error.message}`)
})
