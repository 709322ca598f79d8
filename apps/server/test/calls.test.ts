import { assert, describe, it } from "@effect/vitest"
import { callId, unknownId } from "@recordop/testing/Fixtures"
import { Effect } from "effect"
import { targets } from "./bot.ts"
import { errorOf, sending, testApp } from "./testApp.ts"

const calls = "/v1.0/communications/calls"
const callbackUri = "http://localhost:9/callback"

describe("POST /communications/calls", () => {
  it.effect("creates a call with what the bot gave, at its Location", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ clock: { mode: "frozen" } })
      const { body, headers, status } = yield* request(
        calls,
        sending("POST", {
          "@odata.type": "#microsoft.graph.call",
          callbackUri,
          targets: [{ "@odata.type": "#microsoft.graph.invitationParticipantInfo", ...targets[0] }],
          requestedModalities: ["audio"],
          mediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig", preFetchMedia: [] },
          tenantId: "t",
          mediaState: { audio: "bogus" },
          terminationReason: "AppTransferred",
          toneInfo: { tone: "tone1" },
          custom: { kept: true }
        })
      )
      assert.strictEqual(status, 201)
      assert.deepInclude(body, {
        "@odata.context": "http://localhost/v1.0/$metadata#app/calls/$entity",
        "@odata.type": "#microsoft.graph.call",
        state: "establishing",
        direction: "outgoing",
        callbackUri,
        tenantId: "t",
        custom: { kept: true },
        mediaState: null,
        toneInfo: null,
        resultInfo: null
      })
      assert.notProperty(body, "terminationReason")
      const location = `http://localhost${calls}/${String(body["id"])}`
      assert.strictEqual(headers.get("Location"), location)
      assert.deepStrictEqual((yield* request(location)).body, {
        ...body,
        "@odata.context": "http://localhost/v1.0/$metadata#communications/calls/$entity"
      })
    }))

  it.effect.each(
    [
      [{}, "callbackUri: Missing key"],
      [{ callbackUri: "localhost:9" }, "callbackUri: Expected an http or https URL"],
      [{ callbackUri: "ftp://localhost/" }, "callbackUri: Expected an http or https URL"],
      [{ callbackUri: "http://user:secret@localhost/" }, "without user and password"],
      [{ callbackUri: 7 }, "callbackUri: Expected string, got 7"],
      [{ callbackUri, targets: {} }, "targets: Expected array"],
      [{ callbackUri, "@odata.type": "#microsoft.graph.user" }, "@odata.type: Expected #microsoft.graph.call"],
      [{ callbackUri }, "Expected targets to call, or meetingInfo of a meeting to join"],
      [{ callbackUri, targets: Array.from({ length: 6 }, () => targets[0]) }, "targets: Expected at most five targets"],
      [{ callbackUri, targets: [] }, "Expected targets to call"],
      [{ callbackUri, targets: [{}] }, "targets.0.identity: Missing key"],
      [{ callbackUri, targets: [{ identity: {} }] }, "targets.0.identity: Expected an identity with an id"],
      [
        { callbackUri, targets: [{ "@odata.type": "#microsoft.graph.user", identity: { user: { id: "1" } } }] },
        "targets.0"
      ],
      [
        { callbackUri, targets: [{ identity: { usr: { id: "1" } } }] },
        "targets.0.identity: Expected an identity with an id"
      ],
      [
        { callbackUri, targets: [{ identity: { user: { id: "" } } }] },
        "targets.0.identity: Expected an identity with an id"
      ],
      [{ callbackUri, targets, chatInfo: { threadId: 7 } }, "chatInfo.threadId: Expected string"],
      [
        { callbackUri, meetingInfo: { token: "t" } },
        "meetingInfo.@odata.type: Missing key"
      ],
      [
        { callbackUri, meetingInfo: { "@odata.type": "#microsoft.graph.meetingInfo" } },
        "meetingInfo.@odata.type: Expected #microsoft.graph.organizerMeetingInfo or"
      ],
      [{ callbackUri, targets, requestedModalities: ["sound"] }, "requestedModalities.0: Expected one of audio"],
      [{ callbackUri, targets, mediaConfig: { "@odata.type": "#microsoft.graph.media" } }, "mediaConfig.@odata.type"],
      [{ callbackUri, meetingInfo: {} }, "meetingInfo"],
      [{ callbackUri, meetingInfo: { "@odata.type": "#microsoft.graph.tokenMeetingInfo" } }, "token"],
      [{ callbackUri, meetingInfo: { "@odata.type": "#microsoft.graph.joinMeetingIdMeetingInfo" } }, "a joinMeetingId"],
      [{ callbackUri, meetingInfo: { "@odata.type": "#microsoft.graph.organizerMeetingInfo" } }, "an organizer"],
      [{ callbackUri: "https://bot.contoso.com/", targets }, "callbackUri: the host 'bot.contoso.com' is not allowed"],
      [{ callbackUri: "http://10.0.0.1/", targets }, "callbackUri: the host '10.0.0.1' is not allowed"],
      [{ callbackUri: "http://localhost.contoso.com/", targets }, "is not allowed"],
      [[], "Expected object"]
    ] as const
  )("answers 400 with code 8523 to %j", ([body, message]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(calls, sending("POST", body))
      assert.deepStrictEqual([answer.status, errorOf(answer).code], [400, "8523"])
      assert.include(errorOf(answer).message, message)
    }))

  it.effect("takes callbacks to hosts that are allowed", () =>
    Effect.gen(function*() {
      const request = yield* testApp({
        callbackHosts: ["bot.contoso.com", "bot:3000", "secure:443"],
        clock: { mode: "frozen" }
      })
      const create = (callbackUri: string) =>
        Effect.map(request(calls, sending("POST", { callbackUri, targets })), ({ status }) => status)
      assert.strictEqual(yield* create("https://BOT.contoso.com/callback"), 201)
      assert.strictEqual(yield* create("http://bot:3000/callback"), 201)
      assert.strictEqual(yield* create("http://bot:3001/callback"), 400)
      assert.strictEqual(yield* create("https://secure/callback"), 201)
      assert.strictEqual(yield* create("http://secure/callback"), 400)
    }))
})

describe("a call over HTTP", () => {
  it.effect("is deleted with 204, and gone then", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ clock: { mode: "frozen" } })
      const { body: { id } } = yield* request(calls, sending("POST", { callbackUri, targets }))
      const call = `${calls}/${String(id)}`
      assert.strictEqual((yield* request(call, { method: "DELETE" })).status, 204)
      for (const method of ["GET", "DELETE"]) {
        const answer = yield* request(call, { method })
        assert.deepStrictEqual([answer.status, errorOf(answer).code], [404, "8522"])
      }
    }))

  it.effect.each(
    [
      ["GET", `${calls}/${unknownId}`, undefined, 404, "8522"],
      ["POST", `${calls}/${unknownId}/recordResponse`, {}, 404, "8522"],
      ["POST", `${calls}/${callId}/recordResponse`, { maxSilence: 1 }, 400, "8523"],
      ["POST", `${calls}/${callId}/recordResponse`, "no JSON", 400, "BadRequest"],
      ["POST", `${calls}/${callId}/playPrompt`, {}, 400, "8523"],
      ["GET", `${calls}/${callId}/recordResponse`, undefined, 405, "MethodNotAllowed"],
      ["PUT", calls, {}, 405, "MethodNotAllowed"],
      ["PATCH", `${calls}/${callId}`, {}, 405, "MethodNotAllowed"],
      ["POST", `${calls}/${callId}/transfer`, {}, 400, "8523"],
      ["POST", `${calls}/${callId}/startRecording`, {}, 404, "ResourceNotFound"]
    ] as const
  )("answers %s %s with %j: %d %s", ([method, path, body, status, code]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const answer = yield* request(path, body === undefined ? { method } : sending(method, body))
      assert.deepStrictEqual([answer.status, errorOf(answer).code], [status, code])
    }))

  it.effect("answers 8501 before it is established, and 8500 when the bot hosts its media", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ clock: { mode: "frozen" } })
      const mediaConfig = { "@odata.type": "#microsoft.graph.appHostedMediaConfig" }
      const { body: { id } } = yield* request(calls, sending("POST", { callbackUri, targets, mediaConfig }))
      const record = request(`${calls}/${String(id)}/recordResponse`, sending("POST", {}))
      assert.strictEqual(errorOf(yield* record).code, "8501")
      yield* request("/_emulator/clock", sending("POST", { advance: "PT1S" }))
      assert.strictEqual(errorOf(yield* record).code, "8500")
    }))
})
