import type { CallId } from "../Ids.ts"
import { notification, pick, type Properties } from "../internal/notification.ts"
import type { CommsNotifications } from "./CommsNotifications.ts"
import type { NotificationForm } from "./NotificationForm.ts"
import type { Participant } from "./Participant.ts"

/**
 * Says who is in a call: all of them, or what has changed when the call asked for deltas.
 *
 * Source: captures; Graph, "call: mute" (the form of the docs).
 */
export const rosterNotification = (
  callId: CallId,
  participants: ReadonlyArray<Participant>,
  form: NotificationForm
): CommsNotifications =>
  notification(
    form,
    "updated",
    `${callId}/participants`,
    participants.map((participant) => form === "captured" ? participant : documented(participant))
  )

const documented = (participant: Participant): Properties => {
  const { info, mediaStreams } = participant
  return {
    ...pick(participant, ["@odata.type", "id"]),
    info: pick(info ?? {}, ["identity", "region", "languageId"]),
    mediaStreams: (mediaStreams ?? []).map((stream) => pick(stream, ["mediaType", "label", "sourceId", "direction"])),
    ...pick(participant, ["isMuted", "isInLobby", "removedState"])
  }
}
