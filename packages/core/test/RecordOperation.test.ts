import { assert, describe, it } from "@effect/vitest"
import { encodeRecordOperation, RecordOperation } from "@recordop/core"
import { Schema } from "effect"

const decode = Schema.decodeUnknownSync(RecordOperation)

describe("RecordOperation", () => {
  it("reads absent properties as null, in the order of Graph", () => {
    assert.strictEqual(
      JSON.stringify(decode({ custom: 1, status: "running", id: "72B0E085E08572B085E0B07285E0B072" })),
      JSON.stringify({
        "@odata.type": "#microsoft.graph.recordOperation",
        id: "72b0e085-e085-72b0-85e0-b07285e0b072",
        status: "Running",
        clientContext: null,
        resultInfo: null,
        recordingLocation: null,
        recordingAccessToken: null,
        completionReason: null,
        custom: 1
      })
    )
  })

  it("needs an id and a status", () => {
    assert.throws(() => decode({ status: "Running" }), /Missing key\s+at \["id"\]/)
    assert.throws(() => decode({ id: "op" }), /Missing key\s+at \["status"\]/)
  })

  it.prop("survives the wire in either casing", [RecordOperation, Schema.Literals(["csdl", "docs"])], ([o, casing]) => {
    // Through JSON, because it knows no negative zero.
    const wire = JSON.parse(JSON.stringify(encodeRecordOperation(o, casing)))
    assert.deepStrictEqual(decode(wire), JSON.parse(JSON.stringify(o)))
  })

  it("spells status as asked", () => {
    const operation = decode({ id: "op", status: "NotStarted" })
    assert.strictEqual(encodeRecordOperation(operation, "csdl")["status"], "NotStarted")
    assert.strictEqual(encodeRecordOperation(operation, "docs")["status"], "notStarted")
  })
})
