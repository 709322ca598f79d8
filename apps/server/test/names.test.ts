import { assert, describe, it } from "@effect/vitest"
import { CallId } from "@recordop/core"
import { callId, operationId } from "@recordop/testing/Fixtures"
import { Effect } from "effect"
import { targets } from "./bot.ts"
import { collection, entity, errorOf, sending, testApp } from "./testApp.ts"

const call = `/v1.0/communications/calls/${callId}`
const prompt = {
  "@odata.type": "#microsoft.graph.mediaPrompt",
  MediaInfo: { URI: "https://example.com/a.wav", resourceid: "1" }
}

describe("names", () => {
  it.effect.each([
    `/v1.0/Communications/Calls/${callId}/Operations/${operationId}`,
    `/V1.0/communications/calls/${callId}/operations/${operationId}`,
    `/BETA/APP/CALLS/${callId}/OPERATIONS/${operationId}`,
    `/v1.0/communications/calls('${callId}')/operations('${operationId}')`,
    `/v1.0/communications/calls(%27${callId}%27)/operations/${operationId}/Microsoft.Graph.RecordOperation`,
    `/v1.0/communications/calls/${callId}/operations/${operationId}/`,
    `/v1.0/communications/c%61lls/${callId}/%6Fperations/${operationId}`
  ])("of paths have no letter case: %s", (path) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(path)
      assert.deepStrictEqual([answer.status, answer.body["id"]], [200, operationId])
    }))

  it.effect.each<readonly [string, string]>([
    ["PUT", "/_emulator/sounds/%zz"],
    ["GET", "/v1.0/communications/calls/100%/operations"],
    ["DELETE", "/_emulator/faults/%ff"],
    ["PUT", "/_emulator/sounds/a%00b.wav"],
    ["GET", `/%E0%A4/${callId}`]
  ])("of paths are refused when their escapes stand for nothing: %s %s", ([method, path]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(path, { method })
      assert.deepStrictEqual([answer.status, errorOf(answer).code], [400, "BadRequest"])
      assert.match(
        String(errorOf(answer).message),
        /'(?:%zz|100%|%ff|a%00b\.wav|%E0%A4)' has escapes that stand for no text in UTF-8/
      )
    }))

  it.effect.each<readonly [string, object]>([
    [`${call}/RecordResponse`, { PlayBeep: false, STOPTONES: ["#"], prompts: [prompt] }],
    [`${call}/MICROSOFT.GRAPH.recordresponse`, { "@odata.type": "#x", "$id": "1", clientcontext: "c" }],
    [`${call}/playprompt`, { Prompts: [prompt], ClientContext: "c" }],
    [`${call}/Microsoft.Graph.CancelMediaProcessing`, { CLIENTCONTEXT: "c", "x@my.term": 1 }]
  ])("of actions and their parameters have none: %s", ([path, body]) =>
    Effect.gen(function*() {
      const request = yield* testApp({ clock: { mode: "frozen" } })
      const answer = yield* request(path, sending("POST", body))
      assert.strictEqual(answer.status, 200, answer.text)
    }))

  it.effect("of a call's properties have none, and are answered as the schema spells them", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const body = {
        CallbackUri: "http://localhost:9/x",
        TENANTID: "t",
        TARGETS: targets,
        Subject: "hi",
        CALLCHAINID: "chain",
        Id: "x",
        STATE: "terminated",
        Source: { Identity: { Application: { Id: "app" } } },
        MediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig", PreFetchMedia: [] },
        "@odata.context": "x",
        "Targets@odata.type": "y"
      }
      const answer = yield* request("/v1.0/communications/calls", sending("POST", body))
      assert.strictEqual(answer.status, 201, answer.text)
      assert.deepInclude(answer.body, { callbackUri: "http://localhost:9/x", tenantId: "t" })
      assert.deepInclude(answer.body, { subject: "hi", callChainId: "chain", state: "establishing" })
      assert.deepNestedInclude(answer.body, {
        "source.identity.application.id": "app",
        "mediaConfig.preFetchMedia": []
      })
      for (const name of ["CallbackUri", "Subject", "Id", "STATE"]) assert.notProperty(answer.body, name)
      assert.notProperty(answer.body, "Targets@odata.type")
    }))

  it.effect("of query options and in $select have none", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const selected = yield* request(`${entity}?$SELECT=ID,Status,RATING`)
      assert.hasAllKeys(selected.body, ["@odata.context", "@odata.type", "@odata.etag", "id", "status", "rating"])
      const counted = yield* request(`${collection}?$Count=TRUE&$TOP=1`)
      assert.strictEqual(counted.body["@odata.count"], 1)
    }))

  it.effect("of a context and of links are spelled as those have them whom they are of", () =>
    Effect.gen(function*() {
      const request = yield* testApp({
        seed: {
          calls: Array.from({ length: 150 }, (_, index) => ({ id: CallId.make(`call-${index}`), operations: [] }))
        }
      })
      const calls = yield* request("/v1.0/communications/calls?$select=STATE,a%23b&custom=1")
      const next = String(calls.body["@odata.nextLink"])
      assert.include(next, "?$select=STATE,a%23b&custom=1&$skiptoken=")
      assert.strictEqual((yield* request(next)).status, 200)
      const one = yield* request("/v1.0/communications/calls/call-1?$select=STATE,Id")
      assert.include(one.text, "calls(state,id)/$entity")
      const operation = yield* (yield* testApp())(`${entity}?$select=STATUS,Id`)
      assert.include(operation.text, "/operations(status,id)/$entity")
      const operations = yield* (yield* testApp())(`${collection}?$select=STATUS`)
      assert.include(operations.text, `/operations(status)"`)
      const none = yield* (yield* testApp())(`${collection}?$select=STATUS&$top=0`)
      assert.include(none.text, `/operations(status)"`)
    }))

  it.effect("are what they are where nothing declares them", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(entity, sending("PATCH", { Note: 1, note: 2 }))
      assert.deepInclude(answer.body, { Note: 1, note: 2 })
      const unknown = yield* request(`/v1.0/communications/Rooms`)
      assert.include(errorOf(unknown).message, "'Rooms'")
    }))
})

describe("annotations", () => {
  it.effect("of every form are ignored, and never kept", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const body = {
        "x@my.term": 1,
        "status@type": "#x",
        "@my.term": 2,
        "@etag": "x",
        "$id": "1",
        status: "running",
        resultInfo: { code: 200, "message@my.term": "x", "$ref": "2" },
        own: {
          deep: [{ "$id": "3", "a@odata.type": "b", kept: true }],
          list: { "$id": "4", "$values": [1, { "$id": "5", b: 2 }] }
        }
      }
      const answer = yield* request(entity, sending("PATCH", body))
      assert.strictEqual(answer.status, 200, answer.text)
      assert.notMatch(answer.text, /my\.term|@type"|\$id|\$ref|@etag"|a@odata/)
      assert.deepStrictEqual(answer.body["own"], { deep: [{ kept: true }], list: [1, { b: 2 }] })
    }))

  it.effect.each([{ "@odata.type": "#microsoft.graph.call" }, { "@type": "#microsoft.graph.call" }])(
    "that name another type are refused: %j",
    (body) =>
      Effect.gen(function*() {
        const request = yield* testApp()
        assert.strictEqual((yield* request(entity, sending("PATCH", body))).status, 400)
      })
  )
})
