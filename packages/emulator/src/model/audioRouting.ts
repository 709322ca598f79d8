import { type AudioRoutingGroup, CallNotEstablished } from "@recordop/core/calls"
import { Result } from "effect"
import type { Command } from "./step.ts"

/** The bot says who hears whom; nothing of it is simulated. */
export const setAudioRouting = (
  change: (groups: ReadonlyArray<AudioRoutingGroup>) => ReadonlyArray<AudioRoutingGroup>
): Command<CallNotEstablished> => ({
  obey: (turn) => {
    const { state } = turn
    return state._tag === "Established"
      ? Result.succeed({ ...turn, state: { ...state, audioRoutingGroups: change(state.audioRoutingGroups ?? []) } })
      : Result.fail(new CallNotEstablished({ callId: state.id }))
  },
  needsQueue: false,
  whenEnded: "refused"
})
