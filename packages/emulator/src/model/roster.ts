import { type IdentitySet, isGroupCall, type Participant, rosterNotification } from "@recordop/core/calls"
import { Predicate } from "effect"
import { type CallState, toCall } from "./CallState.ts"
import { type PersonIds, personIn } from "./people.ts"
import type { Turn } from "./Turn.ts"

/** How many can be in a call. */
export const maxParticipants = 1_000

/** Who is in a call. */
export const rosterOf = ({ roster = [] }: CallState): ReadonlyArray<Participant> => roster

/** Somebody who comes into a call: who they are, and ids for them. */
export interface Newcomer {
  readonly identity: IdentitySet
  readonly ids: PersonIds
}

/** Gives each of them a seat that nobody in the call has had. */
export const seat = (
  { state }: Turn,
  newcomers: ReadonlyArray<Newcomer>
): { readonly seats: number; readonly people: ReadonlyArray<Participant> } => {
  const first = nextSeat(state)
  return {
    seats: first + newcomers.length,
    people: newcomers.map(({ identity, ids }, index) => personIn(identity, ids, first + index))
  }
}

/** The first seat that nobody has had. */
export const nextSeat = ({ roster = [], seats }: CallState): number => seats ?? roster.length

/** Whether somebody is the bot whose call it is. */
export const isBot = ({ properties }: CallState, { id }: Participant): boolean => id === properties["myParticipantId"]

/** Whether somebody is a person, and not this bot or another. */
export const isPerson = ({ info }: Participant): boolean =>
  !Predicate.isNotNullish(info?.identity?.application) && !Predicate.isNotNullish(info?.identity?.applicationInstance)

/** Others are in the call from now on, and the bot is told: of all, or of what has changed when it asked for that. */
export const withRoster = (
  turn: Turn,
  roster: ReadonlyArray<Participant>,
  changed: ReadonlyArray<Participant>
): Turn => {
  const { settings: { notificationForm: form }, state } = turn
  const call = toCall(state)
  const told = wantsDelta(state) ? changed : roster
  return {
    ...turn,
    state: { ...state, roster },
    // Graph's pages say that a call of two has no roster; its captures have one.
    told: state._tag !== "Established" || (form === "docs" && !isGroupCall(call))
      ? turn.told
      : [...turn.told, rosterNotification(state.id, told, form)]
  }
}

const wantsDelta = ({ properties: { callOptions } }: CallState): boolean =>
  Predicate.hasProperty(callOptions, "isDeltaRosterEnabled") && callOptions.isDeltaRosterEnabled === true

/** Others come in; whoever came last stands before the bot. */
export const join = (turn: Turn, people: ReadonlyArray<Participant>): Turn => {
  const { state } = turn
  const roster = rosterOf(state)
  const others = roster.filter((one) => !isBot(state, one))
  return withRoster(turn, [...others, ...people, ...roster.filter((one) => isBot(state, one))], people)
}

/** Somebody is in the call no more. */
export const leave = (turn: Turn, leaving: Participant): Turn =>
  withRoster(turn, rosterOf(turn.state).filter((one) => one !== leaving), [
    { ...leaving, removedState: { "@odata.type": "#microsoft.graph.removedState", reason: "Removed" } }
  ])

/** Something of somebody has changed. */
export const change = (turn: Turn, before: Participant, after: Participant): Turn =>
  withRoster(turn, rosterOf(turn.state).map((one) => one === before ? after : one), [after])
