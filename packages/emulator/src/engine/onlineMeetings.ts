import { InvalidRequest, isSameId, type Unavailable } from "@recordop/core"
import {
  MeetingNotFound,
  type NewCall,
  type NewOnlineMeeting,
  type OnlineMeeting,
  OnlineMeetings
} from "@recordop/core/calls"
import { jsonSize } from "@recordop/core/jsonSize"
import { Effect, Predicate, Result } from "effect"
import { userNamed } from "../model/people.ts"
import { maxMeetingSize } from "../Store.ts"
import type { CommandContext } from "./commands.ts"

/** `OnlineMeetings` on a store. */
export const makeOnlineMeetings = (
  { newId, store }: CommandContext,
  tenantId: string
): OnlineMeetings["Service"] =>
  OnlineMeetings.of({
    get: Effect.fnUntraced(function*(id) {
      const found = (yield* store.meetings).find((one) => isSameId(one.id, id) || one.videoTeleconferenceId === id)
      return found ?? (yield* new MeetingNotFound({ id }))
    }),
    find: (property, value) =>
      Effect.map(
        store.meetings,
        (meetings) =>
          meetings.filter((one) =>
            (property === "joinMeetingId" ? one.joinMeetingIdSettings?.joinMeetingId : one[property]) === value
          )
      ),
    create: (given, organizerId, origin = "http://127.0.0.1:4080") =>
      Effect.suspend((): Effect.Effect<OnlineMeeting, InvalidRequest | Unavailable> => {
        const meeting = newMeeting(given, organizerId, tenantId, origin, newId())
        if (jsonSize(meeting) > maxMeetingSize) return new InvalidRequest({ message: tooLarge })
        return store.transact(
          { _tag: "Nothing" },
          () => Result.succeed({ change: { meeting, events: [] }, answer: meeting })
        )
      })
  })

const tooLarge = `A meeting has at most ${maxMeetingSize} bytes.`

/** A meeting as Graph makes it, with an address of the emulator's. */
const newMeeting = (
  given: NewOnlineMeeting,
  organizerId: string,
  tenantId: string,
  origin: string,
  id: string
): OnlineMeeting => {
  const threadId = `19:meeting_${id.replaceAll("-", "")}@thread.v2`
  const number = Array.from(id.matchAll(/[0-9a-f]/g), ([digit]) => String(Number.parseInt(digit, 16) % 10)).join("")
  // Bots take the tenant and the organizer from here.
  const context = encodeURIComponent(`{"Tid":${JSON.stringify(tenantId)},"Oid":${JSON.stringify(organizerId)}}`)
  return {
    subject: null,
    startDateTime: null,
    endDateTime: null,
    chatInfo: { "@odata.type": "#microsoft.graph.chatInfo", threadId, messageId: "0", replyChainMessageId: null },
    ...given,
    "@odata.type": "#microsoft.graph.onlineMeeting",
    participants: {
      attendees: [],
      ...given.participants,
      organizer: given.participants?.organizer ?? {
        identity: userNamed("Organizer", organizerId, tenantId),
        upn: null
      }
    },
    joinMeetingIdSettings: { isPasscodeRequired: false, passcode: null, joinMeetingId: number.slice(0, 12) },
    joinWebUrl: `${origin}/l/meetup-join/${encodeURIComponent(threadId)}/0?context=${context}`,
    id
  }
}

/** The meeting that a bot joins, when it is one that is known: by its id, its address or its chat. */
export const meetingOf = (
  { chatInfo, joinWebUrl, meetingInfo }: Pick<NewCall, "chatInfo" | "joinWebUrl" | "meetingInfo">,
  meetings: ReadonlyArray<OnlineMeeting>
): OnlineMeeting | undefined => {
  const urls = new Set([joinWebUrl, textOf(meetingInfo, "joinWebUrl"), textOf(meetingInfo, "meetingUrl")])
  const joinMeetingId = textOf(meetingInfo, "joinMeetingId")?.replaceAll(" ", "")
  const threadId = textOf(chatInfo, "threadId")
  return meetings.find((meeting) =>
    urls.has(meeting.joinWebUrl) ||
    (joinMeetingId !== undefined && meeting.joinMeetingIdSettings?.joinMeetingId === joinMeetingId) ||
    (threadId !== undefined && meeting.chatInfo?.threadId === threadId)
  )
}

const textOf = (value: unknown, name: string): string | undefined => {
  const found: unknown = Predicate.hasProperty(value, name) ? value[name] : undefined
  return typeof found === "string" ? found : undefined
}
