import { InvalidRequest } from "@recordop/core"
import { type AudioRoutingGroup, CallNotEstablished } from "@recordop/core/calls"
import { jsonSize } from "@recordop/core/jsonSize"
import { Result } from "effect"
import type { Command } from "./step.ts"

type Groups = ReadonlyArray<AudioRoutingGroup>

/** How many bytes of JSON the groups of a call have at the most. */
const maxSize = 65_536

/** The bot says who hears whom; nothing of it is simulated. */
export const setAudioRouting = <E>(
  change: (groups: Groups) => Result.Result<Groups, E>
): Command<CallNotEstablished | InvalidRequest | E> => ({
  obey: (turn) => {
    const { state } = turn
    if (state._tag !== "Established") return Result.fail(new CallNotEstablished({ callId: state.id }))
    return Result.flatMap(
      change(state.audioRoutingGroups ?? []),
      (audioRoutingGroups) =>
        audioRoutingGroups.reduce((size, group) => size + jsonSize(group), 0) > maxSize
          ? Result.fail(new InvalidRequest({ message: `The groups of a call have at most ${maxSize} bytes.` }))
          : Result.succeed({ ...turn, state: { ...state, audioRoutingGroups } })
    )
  },
  needsQueue: false,
  whenEnded: "refused"
})
