import { assert, describe } from "@effect/vitest"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { Effect } from "effect"
import { callbackUri, callee, type CallsSuite, failsWith } from "./suite.ts"
import { bot, context, group, meeting, nameOf, other, rosters, withRoster } from "./withRoster.ts"

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
}
