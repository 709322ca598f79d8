import { assert, describe, it } from "@effect/vitest"
import { Client, GraphError } from "@microsoft/teams.graph"
import * as calls from "@microsoft/teams.graph-endpoints/communications/calls"
import { Effect } from "effect"
import { targets } from "./bot.ts"
import { frozenServer } from "./frozen.ts"

const callbackUri = "http://localhost:9/callback"
const meetingInfo = { "@odata.type": "#microsoft.graph.tokenMeetingInfo", token: "t" }
const mediaConfig = { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" }
const prompts = [{ "@odata.type": "#microsoft.graph.mediaPrompt", mediaInfo: { uri: "https://example.com/a.wav" } }]

/** Microsoft's SDK as docs/guides/teams-graph.md sets it up, and a server whose clock stands. */
const connect = Effect.fnUntraced(function*() {
  const server = yield* frozenServer()
  const client = new Client({ token: "any-token", baseUrlRoot: server.url })
  const established = Effect.gen(function*() {
    const { body } = yield* server.post("/v1.0/communications/calls", { callbackUri, meetingInfo })
    yield* server.advance("PT1S")
    return { "call-id": String(body.id) }
  })
  return { server, client, established }
})

const plain = (promise: Promise<object>): Promise<object> => promise.then((answer) => ({ ...answer }))

/** The status that a request is refused with. */
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 200,
    (error: unknown) => error instanceof GraphError ? error.statusCode : assert.fail(String(error))
  )

describe("@microsoft/teams.graph", () => {
  it.live("makes, finds and ends calls", () =>
    Effect.gen(function*() {
      const { client, server } = yield* connect()
      const created = yield* Effect.promise(() => client.call(calls.create, { callbackUri, targets, mediaConfig }))
      const key = { "call-id": String(created["id"]) }
      yield* server.advance("PT1S")
      yield* Effect.promise(async () => {
        const state = await client.call(calls.get, { ...key, $select: ["state"] })
        assert.deepInclude({ ...state }, { state: "established" })
        assert.notProperty(state, "callbackUri")
        const expanded = await client.call(calls.get, { ...key, $expand: ["participants"] })
        assert.property(expanded, "participants")
        const { value } = await client.call(calls.list)
        assert.include(value.map(({ id }) => id), created["id"])
        await client.call(calls.logTeleconferenceDeviceQuality.create, { quality: {} })
        await client.call(calls.del, key)
        assert.strictEqual(await refusal(client.call(calls.get, key)), 404)
      })
    }))

  it.live("answers, rejects and redirects calls that come in", () =>
    Effect.gen(function*() {
      const { client, server } = yield* connect()
      const ringing = Effect.map(
        server.post("/_emulator/incomingCalls", { callbackUri }),
        ({ body }) => ({ "call-id": String(body.id) })
      )
      const [answered, rejected, redirected] = [yield* ringing, yield* ringing, yield* ringing]
      yield* Effect.promise(async () => {
        await client.call(calls.answer.create, { callbackUri, mediaConfig, acceptedModalities: ["audio"] }, answered)
        await client.call(calls.reject.create, { reason: "busy" }, rejected)
        await client.call(calls.redirect.create, { targets, timeout: 30 }, redirected)
        assert.deepInclude(await plain(client.call(calls.get, answered)), { state: "establishing" })
        assert.strictEqual(await refusal(client.call(calls.get, rejected)), 404)
      })
    }))

  it.live("does everything that it has for a call that stands", () =>
    Effect.gen(function*() {
      const { client, established, server } = yield* connect()
      const key = yield* established
      const actions = [
        [calls.playPrompt, { prompts }, "playPromptOperation"],
        [calls.recordResponse, { prompts, stopTones: ["#"] }, "recordOperation"],
        [calls.sendDtmfTones, { tones: ["tone1"], delayBetweenTonesMs: 10 }, "sendDtmfTonesOperation"],
        [calls.cancelMediaProcessing, { clientContext: "c" }, "cancelMediaProcessingOperation"],
        [calls.subscribeToTone, { clientContext: "c" }, "subscribeToToneOperation"],
        [calls.mute, { clientContext: "c" }, "muteParticipantOperation"],
        [calls.unmute, { clientContext: "c" }, "unmuteParticipantOperation"],
        [calls.updateRecordingStatus, { status: "recording" }, "updateRecordingStatusOperation"],
        [calls.addLargeGalleryView, { clientContext: "c" }, "addLargeGalleryViewOperation"],
        [calls.participants.invite, { participants: targets }, "inviteParticipantsOperation"]
      ] as const
      for (const [action, body, type] of actions) {
        const operation = yield* Effect.promise(() => client.call(action.create, body, key))
        assert.deepInclude({ ...operation }, { "@odata.type": `#microsoft.graph.${type}` })
        const found = yield* Effect.promise(() =>
          client.call(calls.operations.get, { ...key, "commsOperation-id": operation["id"] })
        )
        assert.strictEqual(found["id"], operation["id"], type)
      }
      yield* Effect.promise(async () => {
        await client.call(calls.changeScreenSharingRole.create, { role: "viewer" }, key)
        await client.call(calls.keepAlive.create, key)
      })
      yield* server.advance("PT1S")
      yield* Effect.promise(async () => {
        const { value: [person] } = await client.call(calls.participants.list, key)
        const one = { ...key, "participant-id": person?.["id"] }
        const { mute, startHoldMusic, stopHoldMusic } = calls.participants
        const done = await Promise.all(
          [mute, startHoldMusic, stopHoldMusic].map((action) => client.call(action.create, {}, one))
        )
        assert.deepStrictEqual(done.map((operation) => operation["status"]), ["Completed", "Completed", "Completed"])
        assert.deepInclude(await plain(client.call(calls.participants.get, one)), { isMuted: true })
        await client.call(calls.participants.del, one)
        await client.call(calls.transfer.create, { transferTarget: targets[0] }, key)
        assert.deepInclude(await plain(client.call(calls.get, key)), { state: "transferring" })
      })
    }))

  it.live("keeps operations and audio routing groups", () =>
    Effect.gen(function*() {
      const { client, established } = yield* connect()
      const key = yield* established
      yield* Effect.promise(async () => {
        const operation = await client.call(calls.operations.create, { clientContext: "mine" }, key)
        const one = { ...key, "commsOperation-id": operation["id"] }
        const updated = await client.call(calls.operations.update, { status: "completed" }, one)
        assert.deepInclude({ ...updated }, { status: "Completed", clientContext: "mine" })
        assert.lengthOf((await client.call(calls.operations.list, key)).value, 1)
        await client.call(calls.operations.del, one)

        const group = await client.call(calls.audioRoutingGroups.create, { routingMode: "oneToOne" }, key)
        const inGroup = { ...key, "audioRoutingGroup-id": group["id"] }
        await client.call(calls.audioRoutingGroups.update, { sources: ["a"] }, inGroup)
        assert.deepInclude(await plain(client.call(calls.audioRoutingGroups.get, inGroup)), { routingMode: "oneToOne" })
        assert.lengthOf((await client.call(calls.audioRoutingGroups.list, key)).value, 1)
        await client.call(calls.audioRoutingGroups.del, inGroup)
        assert.isEmpty((await client.call(calls.contentSharingSessions.list, key)).value)
      })
    }))

  it.live("is told that there is no page of Graph for the rest of what it has", () =>
    Effect.gen(function*() {
      const { client, established } = yield* connect()
      const key = yield* established
      yield* Effect.promise(async () => {
        assert.strictEqual(await refusal(client.call(calls.update, {}, key)), 405)
        assert.strictEqual(await refusal(client.call(calls.participants.create, {}, key)), 405)
        assert.strictEqual(await refusal(client.call(calls.contentSharingSessions.create, {}, key)), 405)
      })
    }))
})
