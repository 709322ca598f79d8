import { IdentitySet, type NewCall, type OnlineMeeting, type Participant } from "@recordop/core/calls"
import { Predicate, Schema } from "effect"
import type { NewId } from "../model/NewId.ts"
import { botIn, personIn, userNamed } from "../model/people.ts"
import { newPersonIds } from "./newIds.ts"

/** The bot whose call it is. */
export interface Bot {
  readonly appId: string
  readonly tenantId: string
  readonly participantId: string
}

/** Whoever is at the other side when nobody in particular is. */
export const somebody = (tenantId: string): IdentitySet =>
  userNamed("Caller", "112f7296-5fa4-42ca-bae8-6a692b15d4b8", tenantId)

/** Who will be in a call that a bot makes: those whom it calls, or the organizer of the meeting. */
export const outgoingRoster = (
  given: NewCall,
  meeting: OnlineMeeting | undefined,
  bot: Bot,
  newId: NewId
): ReadonlyArray<Participant> => {
  const targets = (given.targets ?? []).map(({ identity }) => identity)
  const people = targets.length > 0 ? targets : [organizerOf(given, meeting) ?? somebody(bot.tenantId)]
  return rosterWith(people, ownIdentity(given, bot), bot, newId)
}

/** Who will be in a call that comes in, if it is answered. */
export const incomingRoster = (caller: IdentitySet, callerId: string, called: IdentitySet, bot: Bot, newId: NewId) => [
  personIn(caller, newPersonIds(newId, callerId), 0),
  botIn(called, newPersonIds(newId, bot.participantId), bot.appId)
]

const rosterWith = (
  people: ReadonlyArray<IdentitySet>,
  own: IdentitySet,
  bot: Bot,
  newId: NewId
): ReadonlyArray<Participant> => [
  ...people.map((identity, seat) => personIn(identity, newPersonIds(newId), seat)),
  botIn(own, newPersonIds(newId, bot.participantId), bot.appId)
]

const isIdentitySet = Schema.is(IdentitySet)

const organizerOf = ({ meetingInfo }: NewCall, meeting: OnlineMeeting | undefined): IdentitySet | undefined => {
  const named = Predicate.hasProperty(meetingInfo, "organizer") ? meetingInfo.organizer : undefined
  return isIdentitySet(named) ? named : meeting?.participants?.organizer?.identity ?? undefined
}

/**
 * How a bot stands in its own roster: as the resource account that it calls as, or as the application that it is.
 *
 * Source: captures.
 */
const ownIdentity = ({ source }: NewCall, { appId, tenantId }: Bot): IdentitySet => {
  const identity = Predicate.hasProperty(source, "identity") ? source.identity : undefined
  const instance = Predicate.hasProperty(identity, "applicationInstance") ? identity.applicationInstance : undefined
  const account = Predicate.hasProperty(instance, "id") && typeof instance.id === "string" ? instance.id : undefined
  const rest = { tenantId, identityProvider: "AAD" }
  return account === undefined
    ? { application: { "@odata.type": "#microsoft.graph.identity", id: appId, displayName: `28:${appId}`, ...rest } }
    : { applicationInstance: { "@odata.type": "#microsoft.graph.identity", id: account, ...rest } }
}
