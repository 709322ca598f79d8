import { type CallId, CallNotFound, isSameId } from "@recordop/core"
import { type AudioRoutingGroup, AudioRoutingGroups, type GroupKey, GroupNotFound } from "@recordop/core/calls"
import { Effect, Result } from "effect"
import { setAudioRouting } from "../model/audioRouting.ts"
import type { CommandContext, makeCommands } from "./commands.ts"

const type = "#microsoft.graph.audioRoutingGroup"

const isGroup = (groupId: string) => ({ id = "" }: AudioRoutingGroup): boolean => isSameId(id, groupId)

/** `AudioRoutingGroups` on a store. */
export const makeAudioRoutingGroups = (
  { newId, store }: CommandContext,
  { command }: ReturnType<typeof makeCommands>
): AudioRoutingGroups["Service"] => {
  const list = Effect.fnUntraced(function*(callId: CallId) {
    const state = yield* store.findCall(callId)
    if (state === undefined || state._tag === "Terminated") return yield* new CallNotFound({ callId })
    return state.audioRoutingGroups ?? []
  })

  const get = Effect.fnUntraced(function*({ callId, groupId }: GroupKey) {
    const found = (yield* list(callId)).find(isGroup(groupId))
    return found ?? (yield* new GroupNotFound({ callId, groupId }))
  })

  /** Puts others in the place of a group that is there. */
  const replace = (
    { callId, groupId }: GroupKey,
    others: (group: AudioRoutingGroup) => ReadonlyArray<AudioRoutingGroup>
  ) =>
    command(
      callId,
      setAudioRouting((groups) =>
        groups.some(isGroup(groupId))
          ? Result.succeed(groups.flatMap((one) => isGroup(groupId)(one) ? others(one) : [one]))
          : Result.fail(new GroupNotFound({ callId, groupId }))
      )
    )

  return AudioRoutingGroups.of({
    list,
    get,
    create: (callId, given) =>
      Effect.suspend(() => {
        const group: AudioRoutingGroup = { ...given, "@odata.type": type, id: newId() }
        return Effect.as(command(callId, setAudioRouting((groups) => Result.succeed([...groups, group]))), group)
      }),
    update: Effect.fnUntraced(function*(key, change) {
      const { state } = yield* replace(key, (before) => [
        { ...before, ...change, "@odata.type": type, ...(before.id === undefined ? {} : { id: before.id }) }
      ])
      const after = state?.audioRoutingGroups?.find(isGroup(key.groupId))
      return after ?? (yield* new GroupNotFound(key))
    }),
    delete: (key) => Effect.asVoid(replace(key, () => []))
  })
}
