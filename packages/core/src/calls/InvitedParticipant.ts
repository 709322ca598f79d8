import { Predicate, Schema } from "effect"
import { open, optionalText } from "../internal/open.ts"
import { typeNamed } from "../internal/typeNamed.ts"
import { IdentitySet } from "./Participant.ts"

/** Source: CSDL, complex types `microsoft.graph.identitySet` and `microsoft.graph.communicationsIdentitySet`. */
const kinds = [
  "user",
  "phone",
  "application",
  "applicationInstance",
  "guest",
  "encrypted",
  "device",
  "onPremises",
  "assertedIdentity",
  "azureCommunicationServicesUser"
]

const isSomebody = (identity: IdentitySet): boolean =>
  kinds.some((kind) => {
    const one = identity[kind]
    return Predicate.hasProperty(one, "id") && Predicate.isString(one.id) && one.id !== ""
  })

/**
 * Somebody whom a bot calls or invites. `identity` names them by the kind of identity, and is never null.
 *
 * Source: CSDL, complex type `microsoft.graph.invitationParticipantInfo`.
 */
export const InvitedParticipant = open({
  "@odata.type": Schema.optionalKey(typeNamed("invitationParticipantInfo", "participantInfo")),
  identity: IdentitySet.check(
    Schema.makeFilter(isSomebody, { expected: "an identity with an id, as in {\"user\":{\"id\":\"…\"}}" })
  ),
  endpointType: optionalText,
  replacesCallId: optionalText,
  participantId: optionalText,
  hidden: Schema.optionalKey(Schema.NullOr(Schema.Boolean)),
  removeFromDefaultAudioRoutingGroup: Schema.optionalKey(Schema.NullOr(Schema.Boolean))
}).annotate({ identifier: "InvitedParticipant", description: "Somebody whom a bot calls or invites." })
export type InvitedParticipant = typeof InvitedParticipant.Type
