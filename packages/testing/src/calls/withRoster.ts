import { assert } from "@effect/vitest"
import type { CallId } from "@recordop/core"
import { type NewCall, Participants } from "@recordop/core/calls"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { Effect } from "effect"
import { callee, establishedCall } from "./suite.ts"

/** Somebody besides the one who is called. */
export const other = { identity: { user: { id: "112f7296-5fa4-42ca-bae8-6a692b15d4b8", displayName: "Adele" } } }

/** What makes a call of several. */
export const group: Partial<NewCall> = { targets: [callee, other] }

/** What makes a meeting. */
export const meeting: Partial<NewCall> = {
  targets: [],
  tenantId: "632899f8-2ea1-4604-8413-27bd2892079f",
  chatInfo: { "@odata.type": "#microsoft.graph.chatInfo", threadId: "19:meeting_1@thread.v2", messageId: "0" },
  meetingInfo: {
    "@odata.type": "#microsoft.graph.organizerMeetingInfo",
    organizer: { user: { id: "5810cede-f3cc-42eb-b2c1-e9bd5d53ec96", displayName: "Bob" } }
  }
}

/** The parameters of an action without any. */
export const context = { clientContext: null }

/** A call that is established, and who is in it. */
export const withRoster = Effect.fnUntraced(function*(given: Partial<NewCall> = {}, text?: string) {
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

/** The first name that somebody has. */
export const nameOf = (identity: unknown): string => /"displayName":"([^"]*)"/.exec(JSON.stringify(identity))?.[1] ?? ""

/** How the bot is called in its own roster. */
export const bot = "28:00000000-0000-0000-0000-000000000000"

/** Who is in each roster that the bot was told of. */
export const rosters = (callId: CallId) =>
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
