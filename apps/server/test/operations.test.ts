import { assert, describe, it } from "@effect/vitest"
import { callId, operation, operationId, unknownId } from "@recordop/testing/Fixtures"
import { Effect } from "effect"
import { collection, entity, errorOf, sending, testApp } from "./testApp.ts"

const context = `http://localhost/v1.0/$metadata#communications/calls('${callId}')/operations`

describe("GET operation", () => {
  it.effect("answers with the entity as Graph sends it", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { body, headers, status } = yield* request(entity)
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(body, {
        "@odata.context": `${context}/$entity`,
        ...operation,
        "@odata.etag": "W/\"1\""
      })
      assert.strictEqual(headers.get("ETag"), "W/\"1\"")
      assert.strictEqual(
        headers.get("Content-Type"),
        "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
      )
    }))

  it.effect.each(
    [
      ["beta", entity.replace("v1.0", "beta")],
      ["/app/calls", entity.replace("/communications/", "/app/")],
      ["a cast", `${entity}/microsoft.graph.recordOperation`],
      [
        "an id in upper case without dashes",
        entity.replace(operationId, operationId.toUpperCase().replaceAll("-", ""))
      ],
      ["a call in upper case without dashes", entity.replace(callId, callId.toUpperCase().replaceAll("-", ""))],
      ["an absolute URL behind the version", `/v1.0/http://localhost${entity}`],
      ["a slash at the end", `${entity}/`]
    ] as const
  )("finds it by %s", ([, path]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { body, status } = yield* request(path)
      assert.deepStrictEqual([status, body["id"]], [200, operationId])
    }))

  it.effect("selects properties", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { body } = yield* request(`${entity}?$select=id, microsoft.graph.recordOperation/completionReason,rating`)
      assert.deepStrictEqual(body, {
        "@odata.context": `${context}(id,completionReason,rating)/$entity`,
        "@odata.type": "#microsoft.graph.recordOperation",
        "@odata.etag": "W/\"1\"",
        id: operationId,
        completionReason: "stopToneDetected",
        rating: { stars: 5 }
      })
    }))

  it.effect("answers 304 for the version that the client has", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { headers, status, text } = yield* request(entity, { headers: { "If-None-Match": "W/\"1\"" } })
      assert.deepStrictEqual([status, text, headers.get("ETag")], [304, "", "W/\"1\""])
    }))

  it.effect("tells an unknown call from an unknown operation, and both from an id that is none", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const call = yield* request(entity.replace(callId, unknownId))
      const unknown = yield* request(`${collection}/${unknownId}`)
      const none = yield* request(`${collection}/%20`)
      assert.deepStrictEqual([call.status, errorOf(call).code], [404, "8522"])
      assert.deepStrictEqual([unknown.status, errorOf(unknown).code], [404, "NotFound"])
      assert.deepStrictEqual([none.status, errorOf(none).code], [400, "BadRequest"])
      assert.include(errorOf(none).message, "operation-id")
    }))

  it.effect("spells status as the documentation does when set to", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ statusCasing: "docs" })
      const { body } = yield* request(entity)
      assert.strictEqual(body["status"], "completed")
    }))

  it.effect("answers HEAD like GET, without a body", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { headers, status, text } = yield* request(entity, { method: "HEAD" })
      assert.deepStrictEqual([status, text, headers.get("ETag")], [200, "", "W/\"1\""])
    }))
})

describe("PATCH operation", () => {
  it.effect("merges the body and answers with the operation", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const update = { status: "failed", resultInfo: { code: 400 }, recordingLocation: null, rating: null, note: "n" }
      const { body, headers, status } = yield* request(entity, sending("PATCH", update))
      const { rating: _, ...rest } = operation
      assert.strictEqual(status, 200)
      assert.deepStrictEqual(body, {
        ...rest,
        "@odata.context": `${context}/$entity`,
        "@odata.etag": "W/\"2\"",
        status: "Failed",
        resultInfo: { ...operation.resultInfo, code: 400 },
        recordingLocation: null,
        note: "n"
      })
      assert.strictEqual(headers.get("ETag"), "W/\"2\"")
      assert.deepStrictEqual((yield* request(entity)).body, body)
    }))

  it.effect("answers 204 when the client prefers the minimum, unless it selects", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const prefer = { Prefer: "respond-async, return=minimal" }
      const minimal = yield* request(entity, sending("PATCH", { status: "Failed" }, prefer))
      assert.deepStrictEqual([minimal.status, minimal.text], [204, ""])
      assert.strictEqual(minimal.headers.get("Preference-Applied"), "return=minimal")
      assert.strictEqual(minimal.headers.get("OData-EntityId"), `http://localhost${entity}`)
      const selected = yield* request(`${entity}?$select=status`, sending("PATCH", {}, prefer))
      assert.deepStrictEqual([selected.status, selected.body["status"]], [200, "Failed"])
      const whole = yield* request(entity, sending("PATCH", {}, { Prefer: "return=representation" }))
      assert.strictEqual(whole.headers.get("Preference-Applied"), "return=representation")
    }))

  it.effect.each(
    [
      ["W/\"1\"", 200],
      ["\"1\"", 200],
      ["*", 200],
      ["W/\"7\", W/\"1\"", 200],
      ["W/\"2\"", 412],
      ["W/\"none\"", 412],
      ["1", 400]
    ] as const
  )("with If-Match %s answers %i", ([ifMatch, expected]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(entity, sending("PATCH", { status: "Failed" }, { "If-Match": ifMatch }))
      assert.strictEqual(answer.status, expected)
      const { body } = yield* request(entity)
      assert.strictEqual(body["status"], expected === 200 ? "Failed" : "Completed")
    }))

  it.effect.each(
    [
      [{ status: null }, "status: Expected"],
      [{ status: "Done" }, "status: Expected \"NotStarted\" | \"Running\" | \"Completed\" | \"Failed\", got \"Done\""],
      [{ completionReason: "none" }, "\"operationCanceled\" | \"stopToneDetected\""],
      [{ clientContext: "x".repeat(257) }, "clientContext: Expected at most 256 characters"],
      [{ resultInfo: { code: null } }, "resultInfo.code: Expected"],
      [
        { resultInfo: { subcode: 2147483648 } },
        "resultInfo.subcode: Expected a whole number from -2147483648 to 2147483647"
      ],
      [{ resultInfo: { reason: "r" } }, "resultInfo.reason: Expected no such property"],
      [{ recordingLocation: 7 }, "recordingLocation: Expected"],
      [
        { "@odata.type": "#microsoft.graph.playPromptOperation" },
        "@odata.type: Expected \"#microsoft.graph.recordOperation\""
      ],
      [{ Status: "Running", status: "Failed" }, "Status: Expected the name 'status' once"],
      [{ "my note": 1 }, "my note: Expected a name that OData allows"],
      [[], "Expected a JSON object"],
      ["7", "Expected a JSON object"],
      ["", "there is no JSON"],
      ["{", "not valid JSON"],
      [`{"a":1,"a":2}`, "the property 'a' stands twice"],
      [`{"__proto__":{"admin":true}}`, "'__proto__' is not allowed"],
      [`{"a":${"[".repeat(200)}${"]".repeat(200)}}`, "100 levels"],
      [`{"a":1e999}`, "1e999 cannot be kept exactly"]
    ] as const
  )("refuses %j and says why", ([body, message]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(entity, sending("PATCH", body))
      assert.strictEqual(answer.status, 400)
      assert.strictEqual(errorOf(answer).code, "BadRequest")
      assert.include(errorOf(answer).message, message)
      assert.strictEqual((yield* request(entity)).headers.get("ETag"), "W/\"1\"")
    }))

  it.effect("names every problem of a body", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(
        entity,
        sending("PATCH", { status: 1, resultInfo: { code: "a" }, clientContext: [] })
      )
      for (const path of ["status: ", "resultInfo.code: ", "clientContext: "]) {
        assert.include(errorOf(answer).message, path)
      }
    }))
})

describe("POST operations", () => {
  it.effect("creates an operation, and the call with it", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const url = `/beta/communications/calls/${unknownId}/operations`
      const { body, headers, status } = yield* request(url, sending("POST", { id: "mine", clientContext: "c" }))
      assert.strictEqual(status, 201)
      assert.deepInclude(body, { status: "NotStarted", clientContext: "c", resultInfo: null, "@odata.etag": "W/\"1\"" })
      assert.notStrictEqual(body["id"], "mine")
      assert.strictEqual(headers.get("Location"), `http://localhost${url}/${String(body["id"])}`)
      const { body: got } = yield* request(String(headers.get("Location")))
      assert.deepStrictEqual(got, body)
    }))

  it.effect("answers 204 with Location when the client prefers the minimum", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { headers, status } = yield* request(collection, sending("POST", {}, { Prefer: "return=minimal" }))
      assert.strictEqual(status, 204)
      assert.strictEqual(headers.get("Location"), headers.get("OData-EntityId"))
    }))
})

describe("DELETE operation", () => {
  it.effect("answers 204, and 404 from then on", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { status, text } = yield* request(entity, { method: "DELETE", headers: { "If-Match": "*" } })
      assert.deepStrictEqual([status, text], [204, ""])
      assert.strictEqual((yield* request(entity)).status, 404)
      assert.strictEqual((yield* request(entity, { method: "DELETE" })).status, 404)
    }))

  it.effect("leaves another version alone", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(entity, { method: "DELETE", headers: { "If-Match": "W/\"9\"" } })
      assert.deepStrictEqual([answer.status, errorOf(answer).code], [412, "PreconditionFailed"])
      assert.strictEqual((yield* request(entity)).status, 200)
    }))
})
