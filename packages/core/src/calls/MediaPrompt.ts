import { Schema } from "effect"

const MediaInfo = Schema.Struct({
  uri: Schema.String.annotate({ description: "Where the wave file is; recordop never fetches it." }),
  resourceId: Schema.optionalKey(Schema.String)
})

/**
 * A sound to play to the caller.
 *
 * Source: CSDL, complex types `microsoft.graph.mediaPrompt` and `microsoft.graph.mediaInfo`; `loop` is of beta.
 */
export const MediaPrompt = Schema.Struct({
  mediaInfo: MediaInfo.annotateKey({
    messageMissingKey: "Expected a mediaInfo with a uri. The Kiota SDK for TypeScript drops mediaInfo from prompts " +
      "(microsoft/kiota#6777): send the request another way, or without prompts"
  }),
  loop: Schema.optionalKey(Schema.Int)
}).annotate({ identifier: "MediaPrompt", description: "A sound to play to the caller." })
export type MediaPrompt = typeof MediaPrompt.Type

/** At most so many prompts. */
export const promptsUpTo = (limit: number) =>
  Schema.Array(MediaPrompt).check(
    Schema.isMaxLength(limit, { expected: limit === 1 ? "at most one prompt" : `at most ${limit} prompts` })
  )
