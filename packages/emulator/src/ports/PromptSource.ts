import { Context, Effect } from "effect"

/** What is at the address of a prompt: samples (16 kHz, 16 bit, mono), or why they cannot be played. */
export type FoundPrompt =
  | { readonly _tag: "Samples"; readonly samples: Int16Array }
  | { readonly _tag: "Unusable"; readonly message: string }

/** Where prompts are fetched from; they are not fetched unless one is given. `load` gives `undefined` then. */
export const PromptSource = Context.Reference<{
  readonly load: (uri: string) => Effect.Effect<FoundPrompt | undefined>
}>("@recordop/emulator/ports/PromptSource", { defaultValue: () => ({ load: () => Effect.undefined }) })
