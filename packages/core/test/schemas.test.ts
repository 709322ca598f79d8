import { assert, describe, it } from "@effect/vitest"
import { jsonSchemas, RecordOperation, RecordOperationUpdate, standardSchemas } from "@recordop/core"
import { callJsonSchemas, callStandardSchemas } from "@recordop/core/calls"
import { Schema } from "effect"

describe("jsonSchemas", () => {
  it("describe an open operation and a closed resultInfo", () => {
    const { $defs } = jsonSchemas.operation()
    assert.notStrictEqual($defs["RecordOperation"]?.["additionalProperties"], false)
    assert.strictEqual($defs["ResultInfo"]?.["additionalProperties"], false)
  })

  it("describe the timers of recordResponse, and that none of them is needed", () => {
    const { properties, required } = JSON.parse(JSON.stringify(callJsonSchemas.recordResponse()))
    assert.deepStrictEqual(properties.maxRecordDurationInSeconds, {
      type: "integer",
      minimum: 1,
      maximum: 120,
      description: "How long the recording may be."
    })
    assert.isUndefined(required)
  })
})

describe("the examples of schemas", () => {
  it("are valid, and stand in JSON Schema", () => {
    for (const schema of [RecordOperation, RecordOperationUpdate]) {
      const examples = Schema.resolveAnnotations(schema)?.examples ?? []
      assert.isNotEmpty(examples)
      for (const example of examples) assert.isTrue(Schema.is(schema)(example))
    }
    assert.strictEqual(jsonSchemas.update().examples?.length, 2)
  })
})

const validate = (value: unknown) => standardSchemas.update["~standard"].validate(value)

describe("standardSchemas", () => {
  it("give the canonical value", () => {
    assert.deepStrictEqual(validate({ status: "failed", custom: 1 }), { value: { status: "Failed", custom: 1 } })
  })

  it("take a notification as a bot gets it, with properties of its own", () => {
    const notification = {
      "@odata.type": "#microsoft.graph.commsNotifications",
      value: [{
        "@odata.type": "#microsoft.graph.commsNotification",
        changeType: "updated",
        resource: "/app/calls/c",
        resourceUrl: "/communications/calls/c",
        callbackUri: "https://bot.contoso.com/callback",
        resourceData: { "@odata.type": "#microsoft.graph.call", state: "established" }
      }]
    }
    const validated: unknown = callStandardSchemas.notifications["~standard"].validate(notification)
    assert.deepStrictEqual(validated, { value: notification })
  })

  it("give every problem with its path", async () => {
    const { issues } = await validate({ status: "x", resultInfo: { more: 1 } })
    assert.deepStrictEqual(issues?.map(({ path }) => path), [["status"], ["resultInfo", "more"]])
  })
})
