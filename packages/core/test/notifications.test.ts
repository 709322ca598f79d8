import { assert, describe, it } from "@effect/vitest"
import { CallId, OperationId, type RecordOperation } from "@recordop/core"
import {
  type Call,
  callNotifications,
  type CallOperation,
  legacyNotification,
  type NotificationForm,
  operationNotification,
  parseNotifications,
  type Participant,
  rosterNotification,
  transferFailedNotification
} from "@recordop/core/calls"
import { Result } from "effect"
import bodies from "./fixtures/notifications.json" with { type: "json" }

/** What each notification tells that Graph has sent, or that its pages show. */
const tags: Readonly<Record<keyof typeof bodies, string>> = {
  "captured group 1 call establishing": "callUpdated",
  "captured group 2 call established": "callUpdated",
  "captured group 3 participants bot only": "participantsChanged",
  "captured group 4 participants user and bot": "participantsChanged",
  "captured group call terminated 5010": "callEnded",
  "captured p2p 1 call establishing": "callUpdated",
  "captured p2p 2 call established no media": "callUpdated",
  "captured p2p 3 call established audio active": "callUpdated",
  "captured p2p 4 call established chatinfo": "callUpdated",
  "captured p2p 5 call established meetinginfo": "callUpdated",
  "captured p2p 6 participants": "participantsChanged",
  "captured p2p call terminated 5002": "callEnded",
  "captured p2p playprompt completed": "operationEnded",
  "captured p2p tone": "toneReceived",
  "captured p2p unanswered call terminated 5002": "callEnded",
  "documented 2019 beta call record completed": "operationEnded",
  "documented beta call record completed": "operationEnded",
  "documented call answer established": "callUpdated",
  "documented call answer establishing": "callUpdated",
  "documented call answer incoming": "incomingCall",
  "documented call cancelmediaprocessing record canceled": "operationEnded",
  "documented call changescreensharingrole roster": "participantsChanged",
  "documented call delete terminated": "callEnded",
  "documented call delete terminating": "callUpdated",
  "documented call mute roster": "participantsChanged",
  "documented call playprompt completed": "operationEnded",
  "documented call record completed": "operationEnded",
  "documented call redirect incoming application instance": "incomingCall",
  "documented call redirect incoming": "incomingCall",
  "documented call redirect terminated": "callEnded",
  "documented call reject deleted": "callEnded",
  "documented call senddtmftones completed": "operationEnded",
  "documented call transfer completed consultative": "callEnded",
  "documented call transfer completed": "callEnded",
  "documented call transfer failed": "callUpdated",
  "documented call transfer transferaccepted": "callUpdated",
  "documented call transfer transferring": "callUpdated",
  "documented create call content sharing started": "other",
  "documented create call established": "callUpdated",
  "documented create call establishing": "callUpdated",
  "documented create call join established": "callUpdated",
  "documented create call join establishing": "callUpdated",
  "documented create call join roster": "participantsChanged",
  "documented participant invite completed": "operationEnded",
  "documented participant invite roster": "participantsChanged",
  "documented subscribetotone tone": "toneReceived",
  "reported 191 call incoming": "incomingCall",
  "reported 667 call incoming": "incomingCall",
  "reported 667 call terminated": "callEnded",
  "reported 700 call established": "callUpdated",
  "reported 95 call establishing join 2019": "callUpdated",
  "legacy incoming call": "legacy"
}

/** What a body tells, as plain data. */
const plain = (body: unknown): object => ({ ...only(body) })

const only = (body: unknown) => {
  const [first, ...others] = Result.getOrThrow(parseNotifications(body))
  assert.isEmpty(others)
  assert.isDefined(first)
  return first
}

const about = (path: string, resourceData: object, more: object = {}) => ({
  value: [{ changeType: "updated", resource: path, resourceData, ...more }]
})

const id = "6f1f5c00-0000-4000-8000-000000000001"

describe("parseNotifications", () => {
  it.each(Object.entries(tags))("reads what was %s", (name, tag) => {
    const body: unknown = Object.entries(bodies).find(([key]) => key === name)?.[1]
    const told = only(body)
    assert.strictEqual(told._tag, tag)
    if (told._tag === "legacy") return
    assert.match(told.callId, /^[0-9a-f-]{36}$/)
    assert.strictEqual(
      JSON.stringify(body).replaceAll("-", "").toLowerCase().includes(told.callId.replaceAll("-", "")),
      true
    )
  })

  it("finds the id of the call in either path, in any spelling, and that of the operation", () => {
    const written = id.replaceAll("-", "").toUpperCase()
    for (const path of [`/app/calls/${id}`, `/communications/calls/${written}`, `communications/calls/${id}/`]) {
      assert.deepInclude(plain(about(path, { state: "established" })), { _tag: "callUpdated", callId: id })
    }
    const operation = { "@odata.type": "#microsoft.graph.recordOperation", status: "Completed" }
    assert.deepInclude(
      plain(about(`/app/calls/${written}/operations/${written}`, operation, { changeType: "Deleted" })),
      {
        _tag: "operationEnded",
        callId: id,
        operationId: id
      }
    )
  })

  it("takes enumerations and names in any letter case, numbers as text, and keeps what it does not know", () => {
    const told = only(about(`/app/calls/${id}`, {
      State: "Established",
      mediaState: { Audio: "ACTIVE" },
      resultInfo: { code: "200", subCode: 7 },
      new: { of: "Graph" }
    }, { changeType: "Updated" }))
    assert.deepInclude(told, {
      _tag: "callUpdated",
      call: {
        state: "established",
        mediaState: { audio: "active" },
        resultInfo: { code: 200, subcode: 7 },
        new: { of: "Graph" }
      }
    })
  })

  it("gives everything that one body tells, in its order", () => {
    const value = [
      ...about(`/app/calls/${id}`, { state: "establishing" }).value,
      ...about(`/app/calls/${id}/participants`, [{ id: null, isMuted: true }]).value
    ]
    assert.deepStrictEqual(
      Result.getOrThrow(parseNotifications({ value })).map(({ _tag }) => _tag),
      ["callUpdated", "participantsChanged"]
    )
  })

  it.each<readonly [string, unknown, RegExp]>([
    ["no resource", { value: [{ changeType: "updated", resourceData: {} }] }, /of a call/],
    ["an unknown change", about(`/app/calls/${id}`, {}, { changeType: "moved" }), /created, updated, deleted/],
    ["a resource that is no call", about("/users/1", {}), /of a call/],
    ["no list", { value: 1 }, /array/i],
    ["nothing", undefined, /object|undefined/i]
  ])("refuses %s, and says what is wrong", (_, body, message) => {
    const parsed = parseNotifications(body)
    assert.isTrue(Result.isFailure(parsed))
    if (Result.isFailure(parsed)) assert.match(parsed.failure.message, message)
  })
})

/** A body with the places of ids kept and their values made equal, as text: names, order, types and values count. */
const textOf = (body: unknown): string =>
  JSON.stringify(body).replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9A-F]{32}/g, "<id>")

const callOf = (state: Call["state"], more: Readonly<Record<string, string | object | null>> = {}): Call => ({
  "@odata.type": "#microsoft.graph.call",
  id: CallId.make(id),
  state,
  direction: "outgoing",
  callbackUri: "https://bot.example.com/callback",
  callChainId: id,
  mediaState: null,
  resultInfo: null,
  chatInfo: null,
  meetingInfo: null,
  subject: "never told",
  ...JSON.parse(JSON.stringify(more))
})

const active = { mediaState: { "@odata.type": "#microsoft.graph.callMediaState", audio: "active" } }

const result = (code: number, subcode: number, message: string) => ({
  resultInfo: { "@odata.type": "#microsoft.graph.resultInfo", code, subcode, message }
})

const texts = (call: Call, form: NotificationForm): ReadonlyArray<string> => callNotifications(call, form).map(textOf)

describe("a notification of a call", () => {
  it("is the captured one, property by property", () => {
    assert.deepStrictEqual(texts(callOf("establishing"), "captured"), [
      textOf(bodies["captured p2p 1 call establishing"])
    ])
    assert.deepStrictEqual(texts(callOf("established", active), "captured"), [
      textOf(bodies["captured p2p 2 call established no media"]),
      textOf(bodies["captured p2p 3 call established audio active"])
    ])
    const left = result(200, 5002, "The conversation has ended. DiagCode: 0#5002.@")
    assert.deepStrictEqual(texts(callOf("terminated", left), "captured"), [
      textOf(bodies["captured p2p call terminated 5002"])
    ])
    const { message } = bodies["captured group call terminated 5010"].value[0]?.resourceData.resultInfo ??
      { message: "" }
    const meetingInfo = bodies["captured group call terminated 5010"].value[0]?.resourceData.meetingInfo ?? null
    assert.deepStrictEqual(texts(callOf("terminated", { ...result(200, 5010, message), meetingInfo }), "captured"), [
      textOf(bodies["captured group call terminated 5010"])
    ])
  })

  it("comes again for the chat and for the meeting of a call that has them", () => {
    const chatInfo = { "@odata.type": "#microsoft.graph.chatInfo", threadId: "19:1@thread.v2", messageId: "0" }
    const meetingInfo = { "@odata.type": "#microsoft.graph.tokenMeetingInfo", token: "a token" }
    const told = callNotifications(callOf("established", { ...active, chatInfo, meetingInfo }), "captured")
    assert.deepStrictEqual(told.map(({ value: [one] }) => Object.keys(one?.resourceData ?? {})), [
      ["@odata.type", "state", "direction", "callChainId"],
      ["@odata.type", "state", "mediaState", "meetingCapability", "coOrganizers", "callChainId"],
      ["@odata.type", "state", "mediaState", "chatInfo", "meetingCapability", "coOrganizers", "callChainId"],
      [
        "@odata.type",
        "state",
        "mediaState",
        "chatInfo",
        "meetingInfo",
        "meetingCapability",
        "coOrganizers",
        "callChainId"
      ]
    ])
  })

  it("is the documented one when that is wanted", () => {
    assert.deepStrictEqual(texts(callOf("establishing"), "docs"), [
      textOf(bodies["documented create call establishing"])
    ])
    assert.deepStrictEqual(texts(callOf("established", active), "docs"), [
      textOf(bodies["documented create call established"])
    ])
    assert.deepStrictEqual(texts(callOf("terminating"), "docs"), [textOf(bodies["documented call delete terminating"])])
    const ended = callNotifications(callOf("terminated", result(200, 5001, "The conversation has ended.")), "docs")
    // Graph's page has the codes as text; its schema and every capture have numbers.
    assert.deepStrictEqual(ended.map(textOf), [
      textOf(bodies["documented call delete terminated"]).replace("\"200\"", "200").replace("\"5001\"", "5001")
    ])
  })
})

const told = (operation: CallOperation, form: NotificationForm) =>
  operationNotification(CallId.make(id), { version: 54_451, operation }, { form, casing: "docs" })

const prompts = bodies["captured p2p playprompt completed"].value[0]?.resourceData.prompts ?? []

const played: CallOperation = {
  "@odata.type": "#microsoft.graph.playPromptOperation",
  id: OperationId.make(id),
  status: "Completed",
  clientContext: id,
  resultInfo: { code: 200, subcode: 0, message: "Action completed successfully." },
  prompts,
  completionReason: "completedSuccessfully"
}

const recorded: RecordOperation = {
  "@odata.type": "#microsoft.graph.recordOperation",
  id: OperationId.make(id),
  status: "Completed",
  clientContext: id,
  resultInfo: { code: 200, subcode: 8515, message: "Action completed, max record duration reached." },
  recordingLocation: "https://bot.example.com/file.wav",
  recordingAccessToken: "a-value",
  completionReason: "maxRecordDurationReached"
}

describe("a notification of an operation", () => {
  it("is the captured one, property by property", () => {
    assert.strictEqual(textOf(told(played, "captured")), textOf(bodies["captured p2p playprompt completed"]))
  })

  it("of a recording follows the captured one: nulls are left out, the id comes last", () => {
    const [one] = told({ ...recorded, recordingAccessToken: null }, "captured").value
    assert.isDefined(one)
    assert.strictEqual(one.resource, `/app/calls/${id}/operations/${id}`)
    assert.strictEqual(one.resourceUrl, `/communications/calls/${id}/operations/${id}`)
    assert.deepStrictEqual(Object.entries(one.resourceData), [
      ["@odata.type", "#microsoft.graph.recordOperation"],
      ["recordingLocation", "https://bot.example.com/file.wav"],
      ["completionReason", "maxRecordDurationReached"],
      ["status", "completed"],
      ["clientContext", id],
      ["resultInfo", { "@odata.type": "#microsoft.graph.resultInfo", ...recorded.resultInfo }],
      ["id", id]
    ])
  })

  it("is the documented one when that is wanted", () => {
    assert.strictEqual(textOf(told(played, "docs")), textOf(bodies["documented call playprompt completed"]))
    const documented = bodies["documented call record completed"].value[0]?.resourceData ?? {}
    const [one] = told(recorded, "docs").value
    assert.strictEqual(
      textOf(one?.resourceData),
      textOf({ ...documented, completionReason: "maxRecordDurationReached" })
    )
  })
})

/** A participant of a capture, without the links into Microsoft's service. */
const withoutLinks = (participants: unknown): ReadonlyArray<Participant> =>
  JSON.parse(JSON.stringify(participants, (name, value) => name === "replacementLink" ? undefined : value))

/** The names of the first of several. */
const namesOf = (streams: unknown) => Object.keys([streams].flat()[0] ?? {})

describe("a notification of the roster", () => {
  it("is the captured one, property by property", () => {
    const captured = bodies["captured group 4 participants user and bot"]
    const participants = withoutLinks(captured.value[0]?.resourceData)
    assert.strictEqual(
      textOf(rosterNotification(CallId.make(id), participants, "captured")),
      textOf(JSON.parse(JSON.stringify(captured, (name, value) => name === "replacementLink" ? undefined : value)))
    )
  })

  it("has what Graph's pages have when that is wanted, in their order", () => {
    const [person] = withoutLinks(bodies["captured group 4 participants user and bot"].value[0]?.resourceData)
    const [one] = rosterNotification(CallId.make(id), person === undefined ? [] : [person], "docs").value
    const [documented] = bodies["documented call mute roster"].value[0]?.resourceData ?? []
    const [told] = [one?.resourceData].flat()
    assert.deepStrictEqual(Object.keys(told ?? {}), Object.keys(documented ?? {}))
    assert.deepStrictEqual(namesOf(told?.["mediaStreams"]), namesOf(documented?.mediaStreams))
    assert.notProperty(one, "resource")
  })
})

describe("a notification of a transfer", () => {
  it("is the documented one", () => {
    const call = { ...callOf("transferring"), callChainId: null }
    for (const state of ["transferring", "transferAccepted"] as const) {
      const name = state === "transferring"
        ? "documented call transfer transferring"
        : "documented call transfer transferaccepted"
      assert.deepStrictEqual(texts({ ...call, state }, "docs"), [textOf(bodies[name])])
    }
    const ended = callOf("terminated", result(0, 7015, "GracefulTransferCompleted"))
    assert.deepStrictEqual(texts(ended, "docs"), [textOf(bodies["documented call transfer completed"])])
    const consulted = { ...ended, terminationReason: "AppTransferred" }
    assert.deepStrictEqual(texts(consulted, "docs"), [
      textOf(bodies["documented call transfer completed consultative"])
    ])
    const failed = transferFailedNotification(
      callOf("established"),
      { code: 500, subcode: 7000, message: "a-value" },
      "docs"
    )
    // Graph's page has a capital letter in `subCode`; its schema has none.
    assert.strictEqual(
      textOf(failed),
      textOf(bodies["documented call transfer failed"]).replace("subCode", "subcode")
    )
  })
})

describe("the older form", () => {
  it("is of incoming calls alone, has the names of the one that was seen, and is told apart", () => {
    const told = { value: [bodies["documented call redirect incoming"].value[0]] }
    const legacy = legacyNotification(JSON.parse(JSON.stringify(told)))
    const seen = bodies["legacy incoming call"]
    assert.sameMembers(Object.keys(legacy ?? {}), Object.keys(seen))
    assert.deepInclude(plain(legacy), { _tag: "legacy" })
    assert.isUndefined(legacyNotification(JSON.parse(JSON.stringify(bodies["captured p2p 1 call establishing"]))))
  })
})
