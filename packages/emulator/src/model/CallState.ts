import { type CallId, CallId as CallIdSchema, ResultInfo } from "@recordop/core"
import {
  AudioRoutingGroup,
  type Call,
  InviteParticipantsOperation,
  isServiceHosted,
  Participant
} from "@recordop/core/calls"
import { Schema, Struct } from "effect"
import { Instant } from "./Instant.ts"
import { Story } from "./story/Story.ts"

/** People who are invited and come in at an instant. */
const Invitation = Schema.Struct({
  at: Instant,
  operation: InviteParticipantsOperation,
  people: Schema.Array(Participant)
})

/** What a call has in every phase. */
const shared = {
  id: Schema.toType(CallIdSchema),
  callbackUri: Schema.NullOr(Schema.String),
  /** Whom notifications are signed for. */
  appId: Schema.String,
  tenantId: Schema.String,
  /** Which of the call's scripts the caller follows from the next recording on; null for the script of all calls. */
  script: Schema.NullOr(Schema.Int),
  /** How many keys the caller has pressed, and whether the bot is told of them; absent before the first. */
  keys: Schema.optionalKey(Schema.Struct({ pressed: Schema.Int, told: Schema.Boolean })),
  /** Who is in the call once it stands, the bot last; absent in calls that nobody created. */
  roster: Schema.optionalKey(Schema.Array(Participant)),
  /** How many have ever been in the call, or been invited; absent as long as nobody has come into it later. */
  seats: Schema.optionalKey(Schema.Int),
  invitations: Schema.optionalKey(Schema.Array(Invitation)),
  /** Where the caller is in a script of the whole call; null once another script has taken its place. */
  story: Schema.optionalKey(Schema.NullOr(Story)),
  audioRoutingGroups: Schema.optionalKey(Schema.Array(AudioRoutingGroup)),
  /** What the bot and the service said of the call when it was made. */
  properties: Schema.Record(Schema.String, Schema.Json)
}

/**
 * A call in its phase. What plays, records or waits in it is not here: those are operations of their own.
 *
 * `until` is when an incoming call is given up, and when an establishing or a transferred one is in its next phase;
 * `aliveUntil` is when an established one ends unless the bot says that it wants it; `at` is when a terminated one has
 * ended.
 */
export const CallState = Schema.TaggedUnion({
  Incoming: { ...shared, until: Instant },
  Establishing: { ...shared, until: Instant },
  Established: { ...shared, aliveUntil: Schema.optionalKey(Instant) },
  Transferring: {
    ...shared,
    aliveUntil: Schema.optionalKey(Instant),
    until: Instant,
    isConsultative: Schema.Boolean,
    fails: Schema.Boolean
  },
  TransferAccepted: { ...shared, until: Instant, isConsultative: Schema.Boolean },
  Terminated: { ...shared, at: Instant, resultInfo: ResultInfo }
})
export type CallState = typeof CallState.Type

/** What a call has in every phase. */
export type Shared = Schema.Struct.Type<typeof shared>

/** How long a call takes to be established, in milliseconds. */
export const establishingTime = 1_000

/** How long an incoming call waits for an answer, in milliseconds. Source: Graph, "call: answer". */
export const ringingTime = 15_000

/** How long a call stands without a `keepAlive`, in milliseconds. Source: Graph, "call: keepAlive". */
export const keepAliveTime = 2_700_000

/** Nobody in particular: the client id and tenant of a bot that does not say who it is. */
export const anonymousId = "00000000-0000-0000-0000-000000000000"

/** A call that nobody created, and that stands because there are operations in it. */
export const implicitCall = (id: CallId): CallState => ({
  _tag: "Established",
  id,
  callbackUri: null,
  appId: anonymousId,
  tenantId: anonymousId,
  script: null,
  properties: {}
})

/** What every phase has, without the phase. */
export const sharedOf = (state: CallState): Shared => {
  const { audioRoutingGroups, invitations, keys, roster, seats, story } = state
  return {
    ...Struct.pick(state, ["id", "callbackUri", "appId", "tenantId", "script", "properties"]),
    ...(keys === undefined ? {} : { keys }),
    ...(roster === undefined ? {} : { roster }),
    ...(seats === undefined ? {} : { seats }),
    ...(invitations === undefined ? {} : { invitations }),
    ...(story === undefined ? {} : { story }),
    ...(audioRoutingGroups === undefined ? {} : { audioRoutingGroups })
  }
}

/** The call as Graph shows it. */
export const toCall = (state: CallState): Call => ({
  "@odata.type": "#microsoft.graph.call",
  id: state.id,
  state: stateNames[state._tag],
  callbackUri: state.callbackUri,
  ...state.properties,
  ...mediaStateOf(state)
})

const stateNames = {
  Incoming: "incoming",
  Establishing: "establishing",
  Established: "established",
  Transferring: "transferring",
  TransferAccepted: "transferAccepted",
  Terminated: "terminated"
} as const

const mediaStateOf = (state: CallState) => {
  if (state._tag === "Terminated") {
    return { mediaState: null, resultInfo: { "@odata.type": "#microsoft.graph.resultInfo", ...state.resultInfo } }
  }
  const isActive = state._tag === "Established" && state.callbackUri !== null
  return isActive ? { mediaState: { "@odata.type": "#microsoft.graph.callMediaState", audio: "active" } } : {}
}

/** Whether the service can play and record in a call. */
export const hostsMedia = (state: CallState): boolean => isServiceHosted(toCall(state))

/** What a call is taken for whose row could not be read: one that has ended, at this instant. */
export const lostCall = (id: CallId, at: Instant): CallState => ({
  ...implicitCall(id),
  _tag: "Terminated",
  at,
  resultInfo: { code: 500, subcode: 0, message: "The call could not be read from the store." }
})
