import { Predicate, Schema } from "effect"
import { open, optionalText } from "../internal/open.ts"
import { typeNamed } from "../internal/typeNamed.ts"
import { IdentitySet } from "./Participant.ts"

const isSomebody = (identity: IdentitySet): boolean =>
  Object.values(identity).some((one) => Predicate.hasProperty(one, "id") && Predicate.isString(one.id))

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
