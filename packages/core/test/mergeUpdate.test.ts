import { assert, describe, it } from "@effect/vitest"
import {
  composeUpdates,
  mergeUpdate,
  newOperation,
  OperationId,
  RecordOperation,
  RecordOperationUpdate
} from "@recordop/core"
import { Schema } from "effect"

const operation = newOperation(OperationId.make("op-1"), {
  status: "Running",
  clientContext: "context",
  resultInfo: { code: 4, subcode: 7, message: "Message value" },
  recordingLocation: "location",
  recordingAccessToken: "token",
  completionReason: "stopToneDetected",
  custom: { kept: [1, 2] }
})
const decodeUpdate = Schema.decodeUnknownSync(RecordOperationUpdate)
const merged = (body: object, to = operation) => mergeUpdate(to, decodeUpdate(body))
const isOperation = Schema.is(RecordOperation)

describe("mergeUpdate", () => {
  it.prop("changes nothing for an empty update", [RecordOperation], ([o]) => {
    assert.strictEqual(mergeUpdate(o, {}), o)
  })

  it.prop("does the same once and twice", [RecordOperation, RecordOperationUpdate], ([o, p]) => {
    const once = mergeUpdate(o, p)
    assert.deepStrictEqual(mergeUpdate(once, p), once)
  })

  it.prop(
    "does p and then q as one composed update",
    [RecordOperation, RecordOperationUpdate, RecordOperationUpdate],
    ([o, p, q]) => {
      assert.deepStrictEqual(mergeUpdate(mergeUpdate(o, p), q), mergeUpdate(o, composeUpdates(p, q)))
    }
  )

  it("keeps what an update sets to what it is already, also beside a change and with -0", () => {
    const o = Schema.decodeUnknownSync(RecordOperation)({
      id: "o",
      status: "running",
      resultInfo: { code: 0, subcode: -0 },
      own: -0
    })
    const p = { resultInfo: { subcode: 0 }, own: 0 }
    const q = { recordingLocation: "x" }
    assert.deepStrictEqual(mergeUpdate(mergeUpdate(o, p), q), mergeUpdate(o, composeUpdates(p, q)))
  })

  it.prop("leaves alone what the update does not name", [RecordOperation, RecordOperationUpdate], ([o, p]) => {
    const after = mergeUpdate(o, p)
    for (const name of Object.keys(o)) {
      if (!Object.hasOwn(p, name)) assert.deepStrictEqual(after[name], o[name])
    }
  })

  it.prop("never changes the id or the type", [RecordOperation, RecordOperationUpdate], ([o, p]) => {
    const after = mergeUpdate(o, { ...p, id: "another" })
    assert.strictEqual(after.id, o.id)
    assert.strictEqual(after["@odata.type"], "#microsoft.graph.recordOperation")
  })

  it.prop("gives a valid operation", [RecordOperation, RecordOperationUpdate], ([o, p]) => {
    assert.isTrue(isOperation(mergeUpdate(o, p)))
  })

  it("replaces primitives", () => {
    const { clientContext, recordingLocation, status } = merged({ status: "Failed", recordingLocation: "there" })
    assert.deepStrictEqual([status, recordingLocation, clientContext], ["Failed", "there", "context"])
  })

  it.each(["clientContext", "resultInfo", "recordingLocation", "recordingAccessToken", "completionReason"])(
    "clears %s by null",
    (name) => {
      assert.deepStrictEqual(merged({ [name]: null }), { ...operation, [name]: null })
    }
  )

  it("merges resultInfo property by property", () => {
    assert.deepStrictEqual(merged({ resultInfo: { code: 200 } }).resultInfo, {
      code: 200,
      subcode: 7,
      message: "Message value"
    })
    assert.strictEqual(merged({ resultInfo: { message: null } }).resultInfo?.message, null)
  })

  it("fills what resultInfo leaves out over null", () => {
    const over = merged({ resultInfo: null })
    assert.deepStrictEqual(merged({ resultInfo: { code: 5 } }, over).resultInfo, { code: 5, subcode: 0, message: null })
    assert.deepStrictEqual(merged({ resultInfo: { subcode: 5 } }, over).resultInfo, {
      code: 0,
      subcode: 5,
      message: null
    })
  })

  it("takes a resultInfo that names nothing for no change", () => {
    const over = merged({ resultInfo: null })
    assert.strictEqual(merged({ resultInfo: { "@odata.type": "microsoft.graph.ResultInfo" } }, over), over)
    assert.strictEqual(merged({ resultInfo: {} }), operation)
  })

  it("keeps, replaces and removes dynamic properties", () => {
    assert.deepStrictEqual(merged({ added: [{ x: 1 }] }), { ...operation, added: [{ x: 1 }] })
    assert.deepStrictEqual(merged({ custom: { other: 1 } })["custom"], { other: 1 })
    assert.isFalse(Object.hasOwn(merged({ custom: null }), "custom"))
    assert.strictEqual(merged({ unheard: null }), operation)
  })

  it("returns the very operation when the values are those it has", () => {
    assert.strictEqual(merged({ ...operation, id: "other" }), operation)
  })
})
