import type { IdentitySet, Participant } from "@recordop/core/calls"

/** Ids that somebody in a call has. */
export interface PersonIds {
  readonly participantId: string
  readonly endpointId: string
}

type MediaStream = NonNullable<Participant["mediaStreams"]>[number]

const stream = (
  mediaType: NonNullable<MediaStream["mediaType"]>,
  label: string,
  sourceId: number,
  direction: NonNullable<MediaStream["direction"]>
): MediaStream => ({
  "@odata.type": "#microsoft.graph.mediaStream",
  mediaType,
  label,
  sourceId: String(sourceId),
  direction,
  serverMuted: false
})

/** The type that Graph writes beside each identity. */
const typed = (identity: IdentitySet): IdentitySet => ({
  "@odata.type": "#microsoft.graph.identitySet",
  ...Object.fromEntries(
    Object.entries(identity).filter(([name, one]) => name !== "@odata.type" && one !== null).map(([name, one]) => [
      name,
      typeof one === "object" ? { "@odata.type": "#microsoft.graph.identity", ...one } : one
    ])
  )
})

const participant = (
  identity: IdentitySet,
  { endpointId, participantId }: PersonIds,
  info: { readonly languageId?: string; readonly clientVersion: string },
  mediaStreams: ReadonlyArray<MediaStream>
): Participant => ({
  "@odata.type": "#microsoft.graph.participant",
  info: {
    "@odata.type": "#microsoft.graph.participantInfo",
    identity: typed(identity),
    endpointType: "default",
    endpointId,
    ...info,
    participantId
  },
  mediaStreams,
  isMuted: false,
  isInLobby: false,
  publishedStates: [],
  meetingRole: "none",
  isIdentityAnonymized: false,
  id: participantId
})

/**
 * A person in a call. `seat` tells them from the others in it: their streams are numbered by it.
 *
 * Source: captures, without the links into Microsoft's service.
 */
export const personIn = (identity: IdentitySet, ids: PersonIds, seat: number): Participant => {
  const first = 402 + seat * 13
  return participant(identity, ids, { languageId: "en-US", clientVersion: "recordop" }, [
    stream("audio", "main-audio", first, "sendReceive"),
    stream("video", "main-video", first + 1, "receiveOnly"),
    stream("videoBasedScreenSharing", "applicationsharing-video", first + 11, "receiveOnly"),
    stream("data", "data", first + 12, "sendReceive")
  ])
}

/** The bot in its own call. */
export const botIn = (identity: IdentitySet, ids: PersonIds, appId: string): Participant =>
  participant(identity, ids, { clientVersion: `recordop (appid:${appId})` }, [
    stream("audio", "main-audio", 201, "sendReceive")
  ])

/** A user of whom only the name is known. */
export const userNamed = (displayName: string, id: string, tenantId: string): IdentitySet => ({
  user: { "@odata.type": "#microsoft.graph.identity", id, displayName, tenantId, identityProvider: "AAD" }
})

const nameOf = ({ info }: Participant): string | undefined => {
  const { guest, phone, user } = info?.identity ?? {}
  return user?.displayName ?? guest?.displayName ?? phone?.id ?? user?.id ?? undefined
}

/** Whether somebody is meant by a name: that of a user, a telephone number, or the id of a participant. */
export const isCalled = (name: string) => (participant: Participant): boolean =>
  participant.id === name || nameOf(participant)?.toLowerCase() === name.toLowerCase()
