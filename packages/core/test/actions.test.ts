import { assert, describe, it } from "@effect/vitest"
import { formatProblems, problemsOf } from "@recordop/core"
import {
  decodeCancelMediaProcessing,
  decodePlayPrompt,
  decodeRecordResponse,
  defaultRecordResponse
} from "@recordop/core/calls"
import { Result } from "effect"

const problems = (decoded: ReturnType<typeof decodeRecordResponse>): string =>
  Result.isFailure(decoded) ? formatProblems(problemsOf(decoded.failure.issue)) : assert.fail("it decodes")

const prompts = (length: number) => Array.from({ length }, () => prompt)

const prompt = { "@odata.type": "#microsoft.graph.mediaPrompt", mediaInfo: { uri: "https://cdn.contoso.com/a.wav" } }

describe("the parameters of recordResponse", () => {
  it("have the defaults of the documentation", () => {
    assert.deepStrictEqual(decodeRecordResponse({}), Result.succeed(defaultRecordResponse))
  })

  it("take null for the default, and ignore annotations", () => {
    const body = {
      "@odata.type": "#microsoft.graph.x",
      "stopTones@odata.type": "#Collection(String)",
      prompts: null,
      playBeep: null,
      maxRecordDurationInSeconds: null,
      stopTones: null
    }
    assert.deepStrictEqual(decodeRecordResponse(body), Result.succeed(defaultRecordResponse))
  })

  it("keep what is given", () => {
    const decoded = Result.getOrThrow(decodeRecordResponse({
      prompts: [prompt],
      bargeInAllowed: true,
      initialSilenceTimeoutInSeconds: 1,
      maxSilenceTimeoutInSeconds: 120,
      maxRecordDurationInSeconds: 10,
      playBeep: false,
      stopTones: ["#", "1", "*", "A"],
      clientContext: "x".repeat(256)
    }))
    assert.deepStrictEqual(decoded.stopTones, ["#", "1", "*", "A"])
    assert.deepStrictEqual([decoded.bargeInAllowed, decoded.playBeep], [true, false])
    assert.strictEqual(decoded.prompts[0]?.mediaInfo.uri, "https://cdn.contoso.com/a.wav")
  })

  it.each([
    [
      { initialSilenceTimeoutInSeconds: 0 },
      "initialSilenceTimeoutInSeconds: Expected a whole number of seconds from 1 to 120"
    ],
    [
      { maxSilenceTimeoutInSeconds: 121 },
      "maxSilenceTimeoutInSeconds: Expected a whole number of seconds from 1 to 120"
    ],
    [{ maxRecordDurationInSeconds: 1.5 }, "maxRecordDurationInSeconds: "],
    [{ maxRecordDurationInSeconds: "5" }, "maxRecordDurationInSeconds: Expected number"],
    [{ prompts: [prompt, prompt] }, "prompts: Expected at most one prompt"],
    [{ prompts: [{ "@odata.type": "#microsoft.graph.mediaPrompt" }] }, "prompts.0.mediaInfo: Expected a mediaInfo"],
    [{ prompts: [{ mediaInfo: {} }] }, "prompts.0.mediaInfo.uri: Missing key"],
    [{ stopTones: ["E"] }, `stopTones.0: Expected "0"`],
    [{ stopTones: ["12"] }, "stopTones.0: "],
    [{ clientContext: "x".repeat(257) }, "clientContext: Expected at most 256 characters"],
    [{ playBeep: "yes" }, "playBeep: Expected boolean"],
    [{ maxSilence: 3 }, "maxSilence: Expected no such parameter; there are prompts"],
    [7, "Expected object"]
  ])("refuse %j", (body, message) => {
    assert.include(problems(decodeRecordResponse(body)), message)
  })

  it("say of a prompt without mediaInfo which SDK does that", () => {
    assert.include(problems(decodeRecordResponse({ prompts: [{}] })), "The Kiota SDK for TypeScript drops mediaInfo")
  })
})

describe("the parameters of the other actions", () => {
  it("of playPrompt are 1 to 20 prompts", () => {
    assert.isTrue(Result.isSuccess(decodePlayPrompt({ prompts: prompts(20) })))
    assert.isTrue(Result.isFailure(decodePlayPrompt({ prompts: prompts(21) })))
    assert.isTrue(Result.isFailure(decodePlayPrompt({ prompts: [] })))
    assert.isTrue(Result.isFailure(decodePlayPrompt({})))
  })

  it("of cancelMediaProcessing are none but a clientContext", () => {
    assert.deepStrictEqual(decodeCancelMediaProcessing({}), Result.succeed({ clientContext: null }))
    assert.isTrue(Result.isFailure(decodeCancelMediaProcessing({ prompts: [] })))
  })
})
