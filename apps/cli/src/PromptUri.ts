import { Schema } from "effect"

/** Where the wave file of a prompt is: an absolute URL. */
export const PromptUri = Schema.String.check(
  Schema.makeFilter((text: string) => /^https?:$/u.test(URL.parse(text)?.protocol ?? ""), {
    expected: "an http or https URL such as https://example.com/welcome.wav"
  })
)
