import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { type Received, startBot, told } from "./bot.ts"
import { frozenServer } from "./frozen.ts"
import { stores } from "./stores.ts"

const pathOf = ({ body }: Received): string => body.value[0]?.resourceUrl ?? ""

const dataOf = ({ body }: Received): unknown => body.value[0]?.resourceData

const stateOf = (received: Received): string => /"state":"(\w+)"/.exec(JSON.stringify(dataOf(received)))?.[1] ?? ""

const request = async (method: string, url: string, body?: object) => {
  const response = await fetch(url, {
    method,
    headers: { "Content-Type": "application/json", Authorization: "Bearer a-token" },
    body: body === undefined ? null : JSON.stringify(body)
  })
  const text = await response.text()
  return { status: response.status, body: text === "" ? {} : JSON.parse(text) }
}

const user = (id: string) => ({
  "@odata.type": "#microsoft.graph.invitationParticipantInfo",
  identity: {
    "@odata.type": "#microsoft.graph.identitySet",
    user: { "@odata.type": "#microsoft.graph.identity", id, identityProvider: "AAD" }
  }
})

const meeting = {
  direction: "outgoing",
  requestedModalities: ["audio"],
  mediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig", preFetchMedia: [] },
  chatInfo: { threadId: "19:meeting_1@thread.v2", messageId: "0" },
  meetingInfo: {
    "@odata.type": "#microsoft.graph.organizerMeetingInfo",
    organizer: { user: { id: "bob" } },
    allowConversationWithoutHost: true
  },
  tenantId: "632899f8-2ea1-4604-8413-27bd2892079f"
}

describe.each(stores)("the sequence of a bot in a group call (on %s)", (_, makeStore) => {
  it.live("that calls somebody, and moves them into a meeting once they press a key", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const calls = `${server.url}/v1.0/communications/calls`
      let group = ""
      const bot = yield* startBot((response, _, received) => {
        const id = pathOf(received).split("/")[3] ?? ""
        const text = JSON.stringify(dataOf(received))
        const action = async () => {
          if (id !== group && text.includes("\"mediaState\"")) {
            await request("POST", `${calls}/${id}/microsoft.graph.subscribeToTone`, { clientContext: "tones" })
          }
          if (id !== group && text.includes("\"tone1\"")) {
            await request("POST", `${calls}/${group}/participants/microsoft.graph.invite`, {
              participants: [{ ...user("adele"), replacesCallId: id }],
              clientContext: "moves"
            })
          }
        }
        void action().then(() => response.writeHead(202).end(), () => response.destroy())
      })
      const { body: joined } = yield* server.post(calls, { callbackUri: bot.callbackUri, ...meeting })
      group = joined.id
      yield* server.advance("PT1S")
      const { id } = yield* server.establish(bot.callbackUri, "when established: silence 3s; tone 1")
      yield* server.advance("PT10S")
      const roster = yield* server.send("GET", `${calls}/${group}/participants`)
      assert.match(JSON.stringify(roster.body), /"id":"bob".*"id":"adele"/)
      assert.strictEqual((yield* server.send("GET", `${calls}/${id}`)).status, 404)
      const ofGroup = bot.received.filter((received) => pathOf(received).includes(group))
      assert.deepStrictEqual(told(ofGroup).slice(-2), [
        "deleted inviteParticipantsOperation completed",
        "updated participants 3"
      ])
    }))

  it.live("that waits for itself in the roster, and hangs up when it is alone", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const calls = `${server.url}/v1.0/communications/calls`
      const answers: Array<number> = []
      let myParticipantId = ""
      let isIn = false
      const bot = yield* startBot((response, _, received) => {
        const data = dataOf(received)
        const call = `${calls}/${pathOf(received).split("/")[3]}`
        const action = async () => {
          if (!Array.isArray(data)) return
          isIn ||= data.some(({ id }) => id === myParticipantId)
          if (isIn && answers.length > 0 && data.length === 1) answers.push((await request("DELETE", call)).status)
          if (data.length > 1 && answers.length === 0) {
            const prompts = [{ mediaInfo: { uri: "https://example.com/hello.wav" } }]
            answers.push((await request("POST", `${call}/playPrompt`, { prompts })).status)
          }
        }
        void action().then(() => response.writeHead(202).end(), () => response.destroy())
      })
      const { body } = yield* server.post(calls, { callbackUri: bot.callbackUri, ...meeting })
      myParticipantId = body.myParticipantId
      yield* server.advance("PT1S")
      assert.isTrue(isIn)
      yield* server.post(`/_emulator/calls/${body.id}/caller`, { step: "hang up" })
      yield* server.advance("PT1S")
      // The call of the last person has ended with them: the bot takes 404 for that.
      assert.deepStrictEqual(answers, [200, 404])
      assert.deepStrictEqual(told(bot.received).slice(-3), [
        "updated participants 1",
        "deleted playPromptOperation mediaOperationCanceled",
        "deleted call terminated"
      ])
      assert.include(JSON.stringify(bot.received.at(-1)?.body), "\"code\":200,\"subcode\":5010")
    }))

  it.live("that looks a meeting up, joins it by its id, keeps it alive, records, and removes somebody", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const graph = `${server.url}/v1.0`
      const { body: made } = yield* server.post(`${graph}/users/bob/onlineMeetings`, { subject: "Stand-up" })
      const filter = encodeURIComponent(`JoinWebUrl eq '${made.joinWebUrl}'`)
      const { body: found } = yield* server.send("GET", `${graph}/users/bob/onlineMeetings?$filter=${filter}`)
      const [{ joinMeetingIdSettings: { joinMeetingId, passcode } }] = found.value
      const bot = yield* startBot()
      assert.strictEqual((yield* server.send("GET", `${graph}/communications/calls`)).status, 200)
      const { body } = yield* server.post(`${graph}/communications/calls`, {
        callbackUri: bot.callbackUri,
        requestedModalities: ["audio"],
        mediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" },
        meetingInfo: { "@odata.type": "#microsoft.graph.joinMeetingIdMeetingInfo", joinMeetingId, passcode }
      })
      const call = `${graph}/communications/calls/${body.id}`
      yield* server.advance("PT1S")
      for (let minutes = 0; minutes < 90; minutes += 10) {
        yield* server.advance("PT10M")
        assert.strictEqual((yield* server.post(`${call}/keepAlive`, undefined)).status, 200)
      }
      const { status } = yield* server.post(`${call}/updateRecordingStatus`, {
        status: "recording",
        clientContext: "r"
      })
      assert.strictEqual(status, 200)
      yield* server.post(`${call}/recordResponse`, { maxRecordDurationInSeconds: 5, playBeep: false })
      yield* server.advance("PT5S")
      assert.strictEqual(told(bot.received).at(-1), "deleted recordOperation maxRecordDurationReached")
      const roster = yield* server.send("GET", `${call}/participants`)
      const person = roster.body.value.find((one: { readonly id: string }) => one.id !== body.myParticipantId)
      assert.strictEqual((yield* server.send("DELETE", `${call}/participants/${person.id}`)).status, 204)
      yield* server.advance("PT0S")
      assert.strictEqual(told(bot.received).at(-1), "deleted call terminated")
    }))

  it.live("that answers, says hello and sends the caller on", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const calls = `${server.url}/v1.0/communications/calls`
      const bot = yield* startBot((response, _, received) => {
        const call = `${calls}/${pathOf(received).split("/")[3]}`
        const text = JSON.stringify(dataOf(received))
        const action = async () => {
          if (stateOf(received) === "incoming") {
            await request("POST", `${call}/answer`, {
              callbackUri: bot.callbackUri,
              acceptedModalities: ["audio"],
              mediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" }
            })
          } else if (text.includes("\"mediaState\"")) {
            await request("POST", `${call}/playPrompt`, {
              prompts: [{ mediaInfo: { uri: "https://example.com/hello.wav" } }]
            })
          } else if (text.includes("playPromptOperation")) {
            await request("POST", `${call}/microsoft.graph.transfer`, {
              transferTarget: { endpointType: "default", ...user("heidi") }
            })
          }
        }
        void action().then(() => response.writeHead(202).end(), () => response.destroy())
      })
      const { body: { id } } = yield* server.post("/_emulator/incomingCalls", {
        callbackUri: bot.callbackUri,
        script: "expect prompt hello.wav within 2s; expect transfer within 5s"
      })
      yield* server.advance("PT1M")
      assert.deepStrictEqual(told(bot.received).slice(-3), [
        "updated call transferring",
        "updated call transferAccepted",
        "deleted call terminated"
      ])
      const { body } = yield* server.send("GET", `/_emulator/calls/${id}/script`)
      assert.deepInclude(body, { result: "passed" })
    }))
})

/** What a bot gets that answers the first request so. */
const deliver = (status: number) =>
  Effect.gen(function*() {
    const bot = yield* startBot((response, index) => void response.writeHead(index === 0 ? status : 202).end())
    const server = yield* frozenServer({ legacyNotification: true })
    yield* server.post("/_emulator/incomingCalls", { callbackUri: bot.callbackUri })
    yield* server.advance("PT0S")
    const [told] = yield* server.notifications
    return { bodies: bot.received.map(({ body }) => Object.keys(body)), attempt: told.attempts[0] }
  })

describe("the older form of an incoming call", () => {
  it.live("comes first, and Graph's when the bot answers 204", () =>
    Effect.gen(function*() {
      const { attempt, bodies } = yield* deliver(204)
      assert.deepStrictEqual(bodies.map((names) => names.includes("callState")), [true, false])
      assert.strictEqual(attempt.status, 202)
    }))

  it.live("is all that a bot gets that takes it", () =>
    Effect.gen(function*() {
      const { attempt, bodies } = yield* deliver(200)
      assert.lengthOf(bodies, 1)
      assert.deepInclude(attempt, { status: 200 })
      assert.match(attempt.error, /older form/)
    }))
})
