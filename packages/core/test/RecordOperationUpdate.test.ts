import { assert, describe, it } from "@effect/vitest"
import { decodeOptions, formatProblems, problemsOf, RecordOperationUpdate } from "@recordop/core"
import { Result, SchemaParser } from "effect"

const decode = SchemaParser.decodeUnknownResult(RecordOperationUpdate, decodeOptions)

const problems = (body: unknown) => {
  const result = decode(body)
  return Result.isFailure(result) ? problemsOf(result.failure) : []
}

describe("RecordOperationUpdate", () => {
  it.each([
    [{ status: "completed" }, { status: "Completed" }],
    [{ status: "NOTSTARTED" }, { status: "NotStarted" }],
    [{ completionReason: "STOPTONEDETECTED" }, { completionReason: "stopToneDetected" }],
    [{ id: 5 }, {}],
    [{ ID: 5 }, {}],
    [{ STATUS: "completed", ClientContext: "c", recordinglocation: "l" }, {
      status: "Completed",
      clientContext: "c",
      recordingLocation: "l"
    }],
    [{ ResultInfo: { CODE: 200, SubCode: 1, Message: "m" } }, { resultInfo: { code: 200, subcode: 1, message: "m" } }],
    [{ "x@my.term": 1, "status@type": "#x", "@type": "#microsoft.graph.recordOperation", "$id": "1", "$ref": "2" }, {
      "@odata.type": "#microsoft.graph.recordOperation"
    }],
    [{ resultInfo: { code: 1, "message@my.term": "x", "@my.term": 1, "$id": "3" } }, { resultInfo: { code: 1 } }],
    [{ own: { "$id": "1", "a@b.c": 1, deep: [{ "x@odata.type": "y", kept: 1 }] } }, { own: { deep: [{ kept: 1 }] } }],
    [{ "@odata.etag": "x", "@odata.context": 1, "status@odata.type": "#x" }, {}],
    [{ "@odata.type": "microsoft.graph.RECORDOPERATION" }, { "@odata.type": "#microsoft.graph.recordOperation" }],
    [{ resultInfo: { "@odata.type": "microsoft.graph.ResultInfo", code: 4 } }, { resultInfo: { code: 4 } }],
    [{ custom: { a: [null, 1, "x", true] }, toString: 1 }, { custom: { a: [null, 1, "x", true] }, toString: 1 }],
    [{ clientContext: "x".repeat(256) }, { clientContext: "x".repeat(256) }],
    [{ resultInfo: { code: -2147483648, subcode: 2147483647, message: null } }, {
      resultInfo: { code: -2147483648, subcode: 2147483647, message: null }
    }]
  ])("reads %j", (body, expected) => {
    const result = decode(body)
    assert.deepStrictEqual(Result.isSuccess(result) ? { ...result.success } : problems(body), expected)
  })

  it.each([
    [{ status: null }, "status"],
    [{ status: "Done" }, "status"],
    [{ status: 1 }, "status"],
    [{ completionReason: "none" }, "completionReason"],
    [{ clientContext: "x".repeat(257) }, "clientContext"],
    [{ clientContext: 5 }, "clientContext"],
    [{ recordingLocation: {} }, "recordingLocation"],
    [{ recordingAccessToken: [] }, "recordingAccessToken"],
    [{ resultInfo: "x" }, "resultInfo"],
    [{ resultInfo: [] }, "resultInfo"],
    [{ resultInfo: { code: null } }, "resultInfo.code"],
    [{ resultInfo: { subcode: null } }, "resultInfo.subcode"],
    [{ resultInfo: { code: 2147483648 } }, "resultInfo.code"],
    [{ resultInfo: { code: 1.5 } }, "resultInfo.code"],
    [{ resultInfo: { code: "1" } }, "resultInfo.code"],
    [{ resultInfo: { reason: "x" } }, "resultInfo.reason"],
    [{ resultInfo: { "@odata.type": "microsoft.graph.other" } }, "resultInfo.@odata.type"],
    [{ "@odata.type": "#microsoft.graph.playPromptOperation" }, "@odata.type"],
    [{ "": 1 }, ""],
    [{ "a b": 1 }, "a b"],
    [{ "1st": 1 }, "1st"],
    [{ ["x".repeat(129)]: 1 }, "x".repeat(129)],
    [{ Status: null }, "status"],
    [{ resultInfo: { "@type": "microsoft.graph.other" } }, "resultInfo.@type"],
    [{ "@type": "#microsoft.graph.playPromptOperation" }, "@odata.type"],
    [JSON.parse(`{"__proto__":{"status":"Failed"}}`), "__proto__"],
    [{ custom: undefined }, "custom"],
    [{ custom: Number.NaN }, "custom"],
    [{ custom: new Map() }, "custom"],
    [[], ""],
    [null, ""],
    ["x", ""]
  ])("refuses %j and names the place", (body, path) => {
    assert.deepStrictEqual(problems(body).map((problem) => problem.path), [path])
  })

  it("names every problem, what was found and what is allowed", () => {
    assert.strictEqual(
      formatProblems(problems({ status: "Done", resultInfo: { code: "x", reason: 1 } })),
      `status: Expected "NotStarted" | "Running" | "Completed" | "Failed", got "Done"; ` +
        `resultInfo.code: Expected number, got "x"; ` +
        `resultInfo.reason: Expected no such property: resultInfo has code, subcode and message`
    )
  })

  it("cuts long values short in messages", () => {
    assert.isBelow(formatProblems(problems({ clientContext: "x".repeat(100_000) })).length, 200)
    for (const shift of ["", "x", "xx", "xxx"]) {
      assert.isTrue(formatProblems(problems({ clientContext: shift + "😀".repeat(129) })).isWellFormed())
    }
  })
})
