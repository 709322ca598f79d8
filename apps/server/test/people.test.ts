import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { targets } from "./bot.ts"
import { frozenServer } from "./frozen.ts"
import { stores } from "./stores.ts"

const callbackUri = "http://localhost:9/callback"
const meetingInfo = { "@odata.type": "#microsoft.graph.tokenMeetingInfo", token: "t" }

describe.each(stores)("the people of a call (on %s)", (_, makeStore) => {
  it.live("are listed, found and removed by Graph's paths", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const { call, id } = yield* server.establish(callbackUri, undefined, { targets: [], meetingInfo })
      const roster = yield* server.send("GET", `${call}/participants`)
      assert.strictEqual(
        roster.body["@odata.context"],
        `${server.url}/v1.0/$metadata#communications/calls('${id}')/participants`
      )
      const [person, bot] = roster.body.value
      assert.deepStrictEqual(Object.keys(person), [
        "@odata.type",
        "info",
        "mediaStreams",
        "isMuted",
        "isInLobby",
        "publishedStates",
        "meetingRole",
        "isIdentityAnonymized",
        "id"
      ])
      const { body: own } = yield* server.send("GET", call)
      assert.strictEqual(bot.id, own.myParticipantId)
      const found = yield* server.send("GET", `${call}/participants('${person.id.toUpperCase()}')`)
      assert.strictEqual(found.body.info.identity.user.displayName, "Caller")
      const muted = yield* server.post(`${call}/participants/${person.id}/microsoft.graph.mute`, undefined)
      assert.deepStrictEqual([muted.status, muted.body.status], [200, "Completed"])
      assert.strictEqual((yield* server.send("GET", `${call}/participants/${person.id}`)).body.isMuted, true)
      assert.strictEqual((yield* server.send("GET", String(muted.headers.get("Location")))).body.id, muted.body.id)
      assert.strictEqual((yield* server.send("DELETE", `${call}/participants/${person.id}`)).status, 204)
      assert.strictEqual((yield* server.send("GET", call)).status, 404)
    }))

  it.live("are invited, with Graph's errors for what is wrong", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const { call } = yield* server.establish(callbackUri, undefined, { targets: [], meetingInfo })
      const invited = yield* server.post(`${call}/participants/microsoft.graph.invite`, {
        participants: targets,
        clientContext: "c"
      })
      assert.deepStrictEqual([invited.status, invited.body.status, invited.body.resultInfo], [200, "Running", null])
      const location = String(invited.headers.get("Location"))
      yield* server.advance("PT1S")
      assert.strictEqual((yield* server.send("GET", location)).body.status, "Completed")
      assert.lengthOf((yield* server.send("GET", `${call}/participants`)).body.value, 3)
      const two = yield* server.establish(callbackUri)
      for (
        const [path, body, status, code] of [
          [`${two.call}/participants/invite`, { participants: targets }, 400, "8585"],
          [`${call}/participants/invite`, { participants: [] }, 400, "8523"],
          [`${call}/participants/invite`, { participants: [...targets, {}] }, 400, "8523"],
          [`${call}/participants/nobody/mute`, {}, 404, "NotFound"],
          [`${call}/transfer`, { transferTarget: {} }, 400, "8523"],
          [`${call}/changeScreenSharingRole`, { role: "painter" }, 400, "8523"]
        ] as const
      ) {
        const refused = yield* server.post(path, body)
        assert.deepStrictEqual([refused.status, refused.body.error.code], [status, code], path)
      }
    }))

  it.live("come, mute themselves and go by the emulator's own paths", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const { call, id } = yield* server.establish(callbackUri, undefined, { targets: [...targets, ...targets] })
      const path = `/_emulator/calls/${id}/participants`
      const joined = yield* server.post(path, { phone: { id: "+15551234" } })
      assert.deepStrictEqual([joined.status, joined.body.info.identity.phone.id], [201, "+15551234"])
      const one = `${path}/${joined.body.id}`
      assert.strictEqual((yield* server.send("PATCH", one, { isMuted: true })).status, 204)
      assert.strictEqual((yield* server.send("GET", `${call}/participants/${joined.body.id}`)).body.isMuted, true)
      assert.strictEqual((yield* server.send("DELETE", one)).status, 204)
      assert.lengthOf((yield* server.send("GET", path)).body.value, 3)
      assert.strictEqual((yield* server.post(path, { robot: {} })).status, 400)
      assert.strictEqual((yield* server.send("PATCH", one, { isMuted: "yes" })).status, 400)
      assert.strictEqual((yield* server.send("DELETE", one)).status, 404)
    }))

  it.live("are part of the call for whoever expands them, and calls are listed", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const { call, id } = yield* server.establish(callbackUri)
      const { body } = yield* server.send("GET", `${call}?$select=state,Id&$expand=participants`)
      assert.deepStrictEqual(Object.keys(body), ["@odata.context", "@odata.type", "id", "state", "participants"])
      assert.lengthOf(body.participants, 2)
      assert.strictEqual((yield* server.send("GET", `${call}?$expand=operations`)).status, 400)
      const listed = yield* server.send("GET", "/v1.0/communications/calls?%24select=state")
      assert.deepInclude(listed.body.value, { "@odata.type": "#microsoft.graph.call", state: "established" })
      assert.strictEqual(listed.body["@odata.context"], `${server.url}/v1.0/$metadata#communications/calls`)
      yield* server.send("DELETE", call)
      const { body: after } = yield* server.send("GET", "/v1.0/communications/calls")
      assert.notInclude(JSON.stringify(after), id)
    }))

  it.live("hear each other as the bot says", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const { call } = yield* server.establish(callbackUri)
      const groups = `${call}/audioRoutingGroups`
      assert.deepStrictEqual((yield* server.send("GET", groups)).body.value, [])
      const made = yield* server.post(groups, { id: "x", routingMode: "ONETOONE", sources: ["a"], receivers: ["b"] })
      assert.deepInclude(made.body, { routingMode: "oneToOne", sources: ["a"], receivers: ["b"] })
      const group = `${groups}/${made.body.id}`
      const changed = yield* server.send("PATCH", group, { receivers: ["c"] })
      assert.deepInclude(changed.body, { sources: ["a"], receivers: ["c"] })
      assert.deepInclude((yield* server.send("GET", group)).body, { receivers: ["c"] })
      assert.strictEqual((yield* server.send("DELETE", group)).status, 204)
      assert.strictEqual((yield* server.send("GET", group)).status, 404)
      assert.strictEqual((yield* server.post(groups, {})).body.error.code, "8523")
      const dashless = yield* server.post(groups, { routingMode: "oneToOne" })
      const written = String(dashless.body.id).replaceAll("-", "").toUpperCase()
      assert.strictEqual((yield* server.send("GET", `${groups}/${written}`)).body.id, dashless.body.id)
      const none = "/v1.0/communications/calls/nope/contentSharingSessions"
      assert.strictEqual((yield* server.send("GET", none)).status, 404)
      const large = yield* server.post(groups, { routingMode: "oneToOne", note: "x".repeat(100_000) })
      assert.deepStrictEqual([large.status, large.body.error.code], [400, "BadRequest"])
      assert.deepStrictEqual((yield* server.send("GET", `${call}/contentSharingSessions`)).body.value, [])
    }))

  it.live("say how far a script has come, also when the call has ended", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const { call, id } = yield* server.establish(callbackUri, "tone 1; expect hang up within 3s")
      const path = `/_emulator/calls/${id}/script`
      yield* server.send("DELETE", call)
      const { body } = yield* server.send("GET", path)
      assert.strictEqual(body.result, "passed")
      assert.deepStrictEqual(body.steps.map(({ state, text }: { state: string; text: string }) => [text, state]), [
        ["tone 1", "done"],
        ["expect hang up within 3s", "done"]
      ])
      assert.strictEqual(body.timeline.at(-1).what, "terminated: The bot ended the call.")
      assert.match(body.timeline[0].at, /^\d{4}-\d\d-\d\dT/)
      assert.strictEqual((yield* server.send("GET", "/_emulator/calls/unknown/script")).status, 404)
    }))
})
