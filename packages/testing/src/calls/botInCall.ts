import { assert, describe } from "@effect/vitest"
import { Effect } from "effect"
import { callbackUri, callee, type CallsSuite, failsWith } from "./suite.ts"
import { bot, context, group, meeting, rosters, withRoster } from "./withRoster.ts"

/** What a bot does with who is in a call. */
export const botInCall: CallsSuite = (test) => {
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
}
