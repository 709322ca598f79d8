import { Option, Predicate, Schema } from "effect"
import type { CommsNotifications } from "./CommsNotifications.ts"
import { NotifiedCall } from "./NotifiedCall.ts"
import type { IdentitySet, ParticipantInfo } from "./Participant.ts"

const decodeCall = Schema.decodeUnknownOption(NotifiedCall)

/** An id as the calling service of Skype writes it: the kind of the address in front. */
const addressOf = ({ application, applicationInstance, guest, phone, user }: IdentitySet): string => {
  if (Predicate.isNotNullish(phone)) return `4:${phone.id ?? ""}`
  const bot = application ?? applicationInstance
  if (Predicate.isNotNullish(bot)) return `28:${bot.id ?? ""}`
  return Predicate.isNotNullish(guest) ? `8:guest:${guest.id ?? ""}` : `8:orgid:${user?.id ?? ""}`
}

const participant = (info: ParticipantInfo | undefined, originator: boolean) => ({
  identity: addressOf(info?.identity ?? {}),
  participantId: info?.participantId ?? info?.id ?? "",
  endpointId: "00000000-0000-0000-0000-000000000000",
  languageId: "en-us",
  originator,
  isHidden: false,
  endPointType: "default",
  removeFromDefaultAudioRoutingGroup: false
})

/**
 * An incoming call in the older form, which Graph tries first with some bots: they answer 204, and the other form follows.
 * `undefined` for what tells of anything else.
 *
 * Source: an issue of Graph's documentation (the form), "Set up webhooks and incoming call notifications" (the answer).
 */
export const legacyNotification = ({ value: [first] }: CommsNotifications): object | undefined => {
  if (first?.changeType !== "created") return undefined
  const call = Option.getOrUndefined(decodeCall(first.resourceData))
  if (call?.state !== "incoming") return undefined
  return {
    id: call.id,
    participants: [participant(call.source ?? undefined, true), participant(call.targets?.[0], false)],
    isMultiparty: Predicate.isNotNullish(call.meetingInfo),
    presentedModalityTypes: ["audio"],
    callState: call.state,
    tenantId: call.tenantId ?? ""
  }
}
