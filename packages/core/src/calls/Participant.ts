import { Schema } from "effect"
import { inAnyCase } from "../internal/inAnyCase.ts"
import { open, optionalText, optionalType } from "../internal/open.ts"

/**
 * Who somebody is.
 *
 * Source: CSDL, complex type `microsoft.graph.identity`; captures add `tenantId` and `identityProvider`.
 */
export const Identity = open({
  "@odata.type": optionalType,
  id: optionalText,
  displayName: optionalText,
  tenantId: optionalText
})
  .annotate({ identifier: "Identity", description: "Who somebody is." })
export type Identity = typeof Identity.Type

const identity = Schema.optionalKey(Schema.NullOr(Identity))

/**
 * Who somebody is, by the kind of identity: a user, a telephone, a bot or its resource account, a guest; `encrypted` for
 * bots that may not know.
 *
 * Source: CSDL, complex type `microsoft.graph.identitySet`; Graph, "identitySet resource type" (communications).
 */
export const IdentitySet = open({
  "@odata.type": optionalType,
  user: identity,
  phone: identity,
  application: identity,
  applicationInstance: identity,
  guest: identity,
  encrypted: identity
}).annotate({ identifier: "IdentitySet", description: "Who somebody is, by the kind of identity." })
export type IdentitySet = typeof IdentitySet.Type

/**
 * Who takes part in a call, and from where.
 *
 * Source: CSDL, complex types `microsoft.graph.participantInfo` and `microsoft.graph.invitationParticipantInfo`.
 */
export const ParticipantInfo = open({
  "@odata.type": optionalType,
  identity: Schema.optionalKey(Schema.NullOr(IdentitySet)),
  endpointType: optionalText,
  endpointId: optionalText,
  region: optionalText,
  languageId: optionalText,
  countryCode: optionalText,
  clientVersion: optionalText,
  participantId: optionalText,
  id: optionalText
}).annotate({ identifier: "ParticipantInfo", description: "Who takes part in a call, and from where." })
export type ParticipantInfo = typeof ParticipantInfo.Type

/**
 * What can be heard or seen.
 *
 * Source: CSDL, enumeration `microsoft.graph.modality`.
 */
export const Modality = Schema.Literals(["audio", "video", "videoBasedScreenSharing", "data", "unknownFutureValue"])

const MediaStream = open({
  "@odata.type": optionalType,
  mediaType: Schema.optionalKey(inAnyCase(Modality)),
  label: optionalText,
  sourceId: optionalText,
  direction: Schema.optionalKey(
    inAnyCase(Schema.Literals(["inactive", "sendOnly", "receiveOnly", "sendReceive", "unknownFutureValue"]))
  ),
  serverMuted: Schema.optionalKey(Schema.Boolean)
})

/**
 * Somebody in a call, as the roster has them. `id` is null in one of Graph's examples. What is decoded is in the order of
 * these properties, which is that of the captures.
 *
 * Source: CSDL, entity type `microsoft.graph.participant`.
 */
export const Participant = open({
  "@odata.type": optionalType,
  info: Schema.optionalKey(ParticipantInfo),
  mediaStreams: Schema.optionalKey(Schema.NullOr(Schema.Array(MediaStream))),
  isMuted: Schema.optionalKey(Schema.Boolean),
  isInLobby: Schema.optionalKey(Schema.Boolean),
  publishedStates: Schema.optionalKey(Schema.Array(Schema.Json)),
  meetingRole: optionalText,
  isIdentityAnonymized: Schema.optionalKey(Schema.Boolean),
  removedState: Schema.optionalKey(Schema.NullOr(open({ "@odata.type": optionalType, reason: optionalText }))),
  id: optionalText
}).annotate({ identifier: "Participant", description: "Somebody in a call." })
export type Participant = typeof Participant.Type
