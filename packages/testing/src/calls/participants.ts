import { assert, describe } from "@effect/vitest"
import type { CallId } from "@recordop/core"
import { type NewCall, Participants } from "@recordop/core/calls"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { Effect } from "effect"
import { callbackUri, callee, type CallsSuite, establishedCall, failsWith, prompt } from "./suite.ts"

const other = { identity: { user: { id: "112f7296-5fa4-42ca-bae8-6a692b15d4b8", displayName: "Adele" } } }

const group: Partial<NewCall> = { targets: [callee, other] }

const meeting: Partial<NewCall> = {
  targets: [],
  tenantId: "632899f8-2ea1-4604-8413-27bd2892079f",
  chatInfo: { "@odata.type": "#microsoft.graph.chatInfo", threadId: "19:meeting_1@thread.v2", messageId: "0" },
  meetingInfo: {
    "@odata.type": "#microsoft.graph.organizerMeetingInfo",
    organizer: { user: { id: "5810cede-f3cc-42eb-b2c1-e9bd5d53ec96", displayName: "Bob" } }
  }
}

const context = { clientContext: null }

/** A call that is established, and who is in it. */
const withRoster = Effect.fnUntraced(function*(given: Partial<NewCall> = {}, text?: string) {
  const call = yield* establishedCall(text, given)
  const participants = yield* Participants
  const { id } = call
  const names = Effect.map(participants.list(id), (roster) => roster.map(({ info }) => nameOf(info?.identity)))
  const find = (name: string) =>
    Effect.map(participants.list(id), (roster) => {
      const found = roster.find(({ info }) => nameOf(info?.identity) === name)
      return { callId: id, participantId: found?.id ?? assert.fail(`${name} is not in the call`) }
    })
  return { ...call, participants, names, find }
})

const nameOf = (identity: unknown): string => /"displayName":"([^"]*)"/.exec(JSON.stringify(identity))?.[1] ?? ""

const bot = "28:00000000-0000-0000-0000-000000000000"

/** Who is in each roster that the bot was told of. */
const rosters = (callId: CallId) =>
  Effect.gen(function*() {
    const notifications = yield* Notifications
    return (yield* notifications.list(callId)).flatMap(({ body }) =>
      body.value.flatMap(({ resourceData }) =>
        Array.isArray(resourceData)
          ? [resourceData.map(({ info, removedState }) => `${removedState === undefined ? "" : "-"}${nameOf(info)}`)]
          : []
      )
    )
  })

/** Who is in a call. */
export const participants: CallsSuite = (test) => {
  describe("the roster", () => {
    test(
      "of a call of two has both, once it is established, and the bot under its own id",
      Effect.gen(function*() {
        const { calls, id, names, participants } = yield* withRoster()
        assert.deepStrictEqual(yield* names, ["Heidi", bot])
        assert.deepStrictEqual(yield* rosters(id), [["Heidi", bot]])
        const { myParticipantId } = yield* calls.get(id)
        const participantId = typeof myParticipantId === "string" ? myParticipantId : assert.fail("it has no id")
        const own = yield* participants.get({ callId: id, participantId })
        assert.strictEqual(nameOf(own.info?.identity), bot)
        yield* failsWith(participants.get({ callId: id, participantId: "nobody" }), "ParticipantNotFound")
        const early = yield* calls.create({ callbackUri, targets: [callee] })
        assert.deepStrictEqual(yield* participants.list(early.id), [])
        yield* calls.end(id)
        yield* failsWith(participants.list(id), "CallNotFound")
      })
    )

    test(
      "of a group call is told of the bot alone first, and of everybody then",
      Effect.gen(function*() {
        const { id } = yield* withRoster(group)
        assert.deepStrictEqual(yield* rosters(id), [[bot], ["Heidi", "Adele", bot]])
      })
    )

    test(
      "of a meeting has its organizer, or somebody when nobody knows whose it is",
      Effect.gen(function*() {
        const known = yield* withRoster(meeting)
        assert.deepStrictEqual(yield* known.names, ["Bob", bot])
        for (
          const meetingInfo of [
            { "@odata.type": "#microsoft.graph.joinMeetingIdMeetingInfo", joinMeetingId: "123", passcode: "x" },
            { "@odata.type": "#microsoft.graph.tokenMeetingInfo", token: "t" }
          ]
        ) {
          const unknown = yield* withRoster({ targets: [], meetingInfo })
          assert.deepStrictEqual(yield* unknown.names, ["Caller", bot])
        }
      })
    )

    test(
      "changes as people come, mute themselves and go, and the bot is told of each change",
      Effect.gen(function*() {
        const { callers, find, id, names } = yield* withRoster(group)
        yield* callers.join(id, { user: { id: "1", displayName: "Carol" } })
        assert.deepStrictEqual(yield* names, ["Heidi", "Adele", "Carol", bot])
        yield* callers.setMuted(yield* find("Adele"), true)
        yield* callers.setMuted(yield* find("Adele"), true)
        yield* callers.leave(yield* find("Heidi"))
        assert.deepStrictEqual((yield* rosters(id)).slice(2), [
          ["Heidi", "Adele", "Carol", bot],
          ["Heidi", "Adele", "Carol", bot],
          ["Adele", "Carol", bot]
        ])
        yield* failsWith(callers.leave({ callId: id, participantId: "nobody" }), "ParticipantNotFound")
      })
    )

    test(
      "is told as what has changed when the call asked for that",
      Effect.gen(function*() {
        const { callers, find, id } = yield* withRoster({
          ...group,
          callOptions: { "@odata.type": "#microsoft.graph.outgoingCallOptions", isDeltaRosterEnabled: true }
        })
        yield* callers.setMuted(yield* find("Adele"), true)
        yield* callers.leave(yield* find("Adele"))
        assert.deepStrictEqual(yield* rosters(id), [[bot], ["Heidi", "Adele"], ["Adele"], ["-Adele"]])
      })
    )

    test(
      "ends a group call when its last person leaves, and a call of two when the other one does",
      Effect.gen(function*() {
        const many = yield* withRoster(group)
        yield* many.callers.leave(yield* many.find("Heidi"))
        yield* many.callers.leave(yield* many.find("Adele"))
        const two = yield* withRoster()
        yield* two.callers.leave(yield* two.find("Heidi"))
        const results = yield* Effect.forEach([many, two], ({ id }) =>
          Effect.gen(function*() {
            const notifications = yield* Notifications
            const last = (yield* notifications.list(id)).at(-1)?.body.value[0]?.resourceData
            return /"code":200,"subcode":(\d+)/.exec(JSON.stringify(last))?.[1]
          }))
        assert.deepStrictEqual(results, ["5010", "5002"])
      })
    )

    test(
      "goes on without a caller who hangs up while others are there",
      Effect.gen(function*() {
        const { act, calls, id, names } = yield* withRoster(group)
        yield* act("hang up")
        assert.deepStrictEqual(yield* names, ["Adele", bot])
        assert.strictEqual((yield* calls.get(id)).state, "established")
        yield* act("join \"Carol Danvers\"")
        yield* act("mute carol danvers")
        yield* act("leave Adele")
        assert.deepStrictEqual(yield* names, ["Carol Danvers", bot])
        yield* failsWith(act("leave Adele"), "NothingToActOn")
        yield* act("hang up")
        yield* failsWith(calls.get(id), "CallNotFound")
      })
    )
  })

  describe("people", () => {
    test(
      "leave one by one: who hangs up in a recording takes nobody along",
      Effect.gen(function*() {
        const { clock, id, names, record } = yield* withRoster(
          { targets: [callee, other, { identity: { user: { id: "3", displayName: "Carol" } } }] },
          "speak 1s; hang up"
        )
        yield* record({ playBeep: false, maxRecordDurationInSeconds: 60 })
        yield* clock.advance("5 seconds")
        assert.deepStrictEqual(yield* names, ["Adele", "Carol", bot])
        assert.strictEqual((yield* rosters(id)).length, 3)
      })
    )

    test(
      "have ids and streams of their own, whoever has come and gone at the same instant",
      Effect.gen(function*() {
        const { act, id, participants } = yield* withRoster(group)
        for (const step of ["join Ann", "join Bob", "leave Heidi", "join Eve", "leave Ann", "join Dan"]) {
          yield* act(step)
        }
        const roster = yield* participants.list(id)
        const ids = roster.map(({ id }) => id)
        const streams = roster.flatMap(({ mediaStreams }) => (mediaStreams ?? []).map(({ sourceId }) => sourceId))
        assert.strictEqual(new Set(ids).size, 5)
        assert.strictEqual(new Set(streams).size, streams.length)
      })
    )

    test(
      "who are invited come in once a transfer has failed, and the bot is told",
      Effect.gen(function*() {
        const { calls, clock, id, names, participants, sent } = yield* withRoster(group, "fail transfer")
        const third = { identity: { user: { id: "3", displayName: "Carol" } } }
        yield* participants.invite(id, { participants: [third], ...context })
        yield* clock.advance("500 millis")
        yield* calls.transfer(id, { transferTarget: other, clientContext: null })
        yield* clock.advance("2 seconds")
        assert.deepStrictEqual(yield* names, ["Heidi", "Adele", "Carol", bot])
        assert.deepStrictEqual((yield* sent).slice(-3), [
          "updated call established",
          "deleted inviteParticipantsOperation completed",
          "updated participants 4"
        ])
      })
    )

    test(
      "of a call that is replaced all leave it, and a call cannot replace itself",
      Effect.gen(function*() {
        const replaced = yield* withRoster(group)
        const { calls, id, participants } = yield* withRoster(meeting)
        yield* participants.invite(id, { participants: [{ ...callee, replacesCallId: replaced.id }], ...context })
        yield* failsWith(calls.get(replaced.id), "CallNotFound")
        const itself = { participants: [{ ...callee, replacesCallId: id }], ...context }
        yield* failsWith(participants.invite(id, itself), "InvalidRequest")
        yield* failsWith(
          calls.transfer(id, { transferTarget: { ...other, replacesCallId: id }, clientContext: null }),
          "InvalidRequest"
        )
        assert.strictEqual((yield* calls.get(id)).state, "established")
      })
    )
  })

  describe("a bot", () => {
    test(
      "invites people into a group call, who come in a second later",
      Effect.gen(function*() {
        const { calls, clock, id, names, participants, sent } = yield* withRoster(meeting)
        const invited = yield* participants.invite(id, { participants: [callee], clientContext: "c" })
        assert.deepInclude(invited, { status: "Running", clientContext: "c" })
        yield* clock.advance("999 millis")
        assert.deepStrictEqual(yield* names, ["Bob", bot])
        const before = (yield* sent).length
        yield* clock.advance("1 millis")
        assert.deepStrictEqual(yield* names, ["Bob", "Heidi", bot])
        assert.deepStrictEqual(
          (yield* sent).slice(before),
          [
            "deleted inviteParticipantsOperation Completed",
            "updated participants 3"
          ].map((text) => text.replace("Completed", "completed"))
        )
        const { operation } = yield* calls.operation({ callId: id, operationId: invited.id })
        assert.strictEqual(operation.status, "Completed")
      })
    )

    test(
      "moves somebody from a call of two into a group call, and the call of two ends",
      Effect.gen(function*() {
        const two = yield* withRoster()
        const { clock, id, names, participants } = yield* withRoster(meeting)
        yield* participants.invite(id, { participants: [{ ...callee, replacesCallId: two.id }], ...context })
        yield* clock.advance("1 second")
        assert.deepStrictEqual(yield* names, ["Bob", "Heidi", bot])
        yield* failsWith(two.calls.get(two.id), "CallNotFound")
        assert.strictEqual((yield* two.sent).at(-1), "deleted call terminated")
      })
    )

    test(
      "invites nobody into a call of two, and an invitation into a call that ends is cancelled",
      Effect.gen(function*() {
        const two = yield* withRoster()
        yield* failsWith(two.participants.invite(two.id, { participants: [callee], ...context }), "CallNotGroup")
        const { calls, id, participants, sent } = yield* withRoster(group)
        const { id: operationId } = yield* participants.invite(id, { participants: [callee], ...context })
        yield* calls.end(id)
        assert.strictEqual((yield* calls.operation({ callId: id, operationId })).operation.status, "Failed")
        assert.deepStrictEqual((yield* sent).slice(-3), [
          "updated call terminating",
          "deleted inviteParticipantsOperation failed",
          "deleted call terminated"
        ])
      })
    )

    test(
      "mutes and removes others, and itself",
      Effect.gen(function*() {
        const { calls, find, id, names, participants } = yield* withRoster(group)
        const adele = yield* find("Adele")
        const muted = yield* participants.mute(adele, { clientContext: "m" })
        assert.deepInclude(muted, { "@odata.type": "#microsoft.graph.muteParticipantOperation", status: "Completed" })
        assert.strictEqual((yield* participants.get(adele)).isMuted, true)
        yield* calls.mute(id, context)
        assert.strictEqual((yield* participants.get(yield* find(bot))).isMuted, true)
        yield* participants.startHoldMusic(adele, context)
        yield* participants.stopHoldMusic(adele, context)
        yield* participants.remove(adele)
        assert.deepStrictEqual(yield* names, ["Heidi", bot])
        yield* failsWith(participants.remove(adele), "ParticipantNotFound")
        yield* failsWith(participants.mute(adele, context), "ParticipantNotFound")
        yield* participants.remove(yield* find(bot))
        yield* failsWith(calls.get(id), "CallNotFound")
      })
    )

    test(
      "shares its screen",
      Effect.gen(function*() {
        const { calls, find, id, participants } = yield* withRoster(group)
        yield* calls.changeScreenSharingRole(id, { role: "sharer" })
        const key = yield* find(bot)
        const streams = Effect.map(
          participants.get(key),
          ({ mediaStreams }) => (mediaStreams ?? []).map(({ direction, mediaType }) => `${mediaType} ${direction}`)
        )
        assert.deepStrictEqual(yield* streams, ["audio sendReceive", "videoBasedScreenSharing sendOnly"])
        yield* calls.changeScreenSharingRole(id, { role: "viewer" })
        assert.deepStrictEqual(yield* streams, ["audio sendReceive"])
        const told = (yield* rosters(id)).length
        yield* calls.changeScreenSharingRole(id, { role: "viewer" })
        assert.strictEqual((yield* rosters(id)).length, told)
      })
    )

    test(
      "finds its calls that have not ended, in pages",
      Effect.gen(function*() {
        const { calls, id } = yield* withRoster()
        const made = yield* Effect.forEach(
          Array.from({ length: 120 }, () => ({ callbackUri, targets: [callee] })),
          (call) => calls.create(call)
        )
        yield* calls.end(id)
        const first = yield* calls.list()
        const second = yield* calls.list(first.nextCursor)
        const found = [...first.items, ...second.items].map((call) => call.id)
        assert.strictEqual(first.items.length, 100)
        assert.isUndefined(second.nextCursor)
        assert.includeMembers(found, made.map((call) => call.id))
        assert.notInclude(found, id)
      })
    )
  })

  describe("a transfer", () => {
    test(
      "is accepted and ends the call, and what plays is cancelled",
      Effect.gen(function*() {
        const { calls, clock, id, sent } = yield* withRoster()
        yield* calls.playPrompt(id, { prompts: [prompt], clientContext: null })
        yield* calls.transfer(id, { transferTarget: other, clientContext: null })
        assert.strictEqual((yield* calls.get(id)).state, "transferring")
        yield* failsWith(calls.transfer(id, { transferTarget: other, clientContext: null }), "CallNotEstablished")
        yield* clock.advance("1 second")
        assert.strictEqual((yield* calls.get(id)).state, "transferAccepted")
        yield* clock.advance("1 second")
        yield* failsWith(calls.get(id), "CallNotFound")
        assert.deepStrictEqual((yield* sent).slice(4), [
          "deleted playPromptOperation mediaOperationCanceled",
          "updated call transferring",
          "updated call transferAccepted",
          "deleted call terminated"
        ])
      })
    )

    test(
      "after a consultation ends the call that it replaces too",
      Effect.gen(function*() {
        const consulted = yield* withRoster()
        const { calls, clock, id } = yield* withRoster()
        yield* calls.transfer(id, {
          transferTarget: { ...other, replacesCallId: consulted.id },
          clientContext: null
        })
        yield* clock.advance("2 seconds")
        yield* failsWith(calls.get(id), "CallNotFound")
        yield* failsWith(calls.get(consulted.id), "CallNotFound")
        const notifications = yield* Notifications
        const last = (yield* notifications.list(id)).at(-1)?.body.value[0]?.resourceData
        assert.include(JSON.stringify(last), "\"terminationReason\":\"AppTransferred\"")
      })
    )

    test(
      "that fails leaves the call as it was",
      Effect.gen(function*() {
        const { calls, clock, id, names, sent } = yield* withRoster({}, "fail transfer")
        yield* calls.transfer(id, { transferTarget: other, clientContext: null })
        yield* clock.advance("1 minute")
        assert.strictEqual((yield* calls.get(id)).state, "established")
        assert.deepStrictEqual(yield* names, ["Heidi", bot])
        assert.deepStrictEqual((yield* sent).slice(4), ["updated call transferring", "updated call established"])
        yield* calls.playPrompt(id, { prompts: [prompt], clientContext: null })
      })
    )
  })

  describe("a call that nobody answers", () => {
    test(
      "ends when it would have been established",
      Effect.gen(function*() {
        const { calls, id, sent } = yield* withRoster({}, "fail answer")
        yield* failsWith(calls.get(id), "CallNotFound")
        assert.deepStrictEqual(yield* sent, ["updated call establishing", "deleted call terminated"])
      })
    )
  })

  describe("a call that nobody keeps alive", () => {
    test(
      "ends after 45 minutes, counted from the last time that the bot said so",
      Effect.gen(function*() {
        const { calls, clock, id, sent } = yield* withRoster()
        yield* clock.advance("44 minutes")
        yield* calls.keepAlive(id)
        yield* clock.advance("2699999 millis")
        assert.strictEqual((yield* calls.get(id)).state, "established")
        yield* clock.advance("1 millis")
        yield* failsWith(calls.keepAlive(id), "CallNotFound")
        assert.strictEqual((yield* sent).at(-1), "deleted call terminated")
      })
    )
  })
}
