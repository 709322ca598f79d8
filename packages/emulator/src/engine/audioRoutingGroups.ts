import { type CallId, CallNotFound } from "@recordop/core"
import { type AudioRoutingGroup, AudioRoutingGroups, type GroupKey, GroupNotFound } from "@recordop/core/calls"
import { Effect } from "effect"
import { SecureRandom } from "effect/crypto"
import { setAudioRouting } from "../model/audioRouting.ts"
import type { CommandContext, makeCommands } from "./commands.ts"

const type = "#microsoft.graph.audioRoutingGroup"

/** `AudioRoutingGroups` on a store. */
export const makeAudioRoutingGroups = (
  { store }: CommandContext,
  { command }: ReturnType<typeof makeCommands>
): AudioRoutingGroups["Service"] => {
  const list = Effect.fnUntraced(function*(callId: CallId) {
    const state = yield* store.findCall(callId)
    if (state === undefined || state._tag === "Terminated") return yield* new CallNotFound({ callId })
    return state.audioRoutingGroups ?? []
  })

  const get = Effect.fnUntraced(function*({ callId, groupId }: GroupKey) {
    const found = (yield* list(callId)).find(({ id }) => id === groupId)
    return found ?? (yield* new GroupNotFound({ callId, groupId }))
  })

  return AudioRoutingGroups.of({
    list,
    get,
    create: (callId, given) =>
      Effect.suspend(() => {
        const group: AudioRoutingGroup = { ...given, "@odata.type": type, id: SecureRandom.uuidV4Unsafe() }
        return Effect.as(command(callId, setAudioRouting((groups) => [...groups, group])), group)
      }),
    update: Effect.fnUntraced(function*(key, change) {
      const before = yield* get(key)
      const after: AudioRoutingGroup = { ...before, ...change, "@odata.type": type, id: key.groupId }
      const replace = (one: AudioRoutingGroup) => one.id === key.groupId ? after : one
      yield* command(key.callId, setAudioRouting((groups) => groups.map(replace)))
      return after
    }),
    delete: Effect.fnUntraced(function*(key) {
      yield* get(key)
      yield* command(key.callId, setAudioRouting((groups) => groups.filter(({ id }) => id !== key.groupId)))
    })
  })
}
