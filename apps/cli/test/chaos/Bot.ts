import { Effect } from "effect"
import { listening } from "../listening.ts"

/** What the bot of a call was told of its recordings: their ids, in order and without those told again. */
export interface Told {
  readonly uri: string
  readonly ended: (callId: string) => ReadonlyArray<string>
  readonly reasons: (operationId: string) => ReadonlyArray<string>
}

const put = (sets: Map<string, Set<string>>, key: string, value: string) =>
  sets.set(key, (sets.get(key) ?? new Set()).add(value))

/** A bot that remembers which recordings it was told had ended, and why. */
export const bot = Effect.suspend(() => {
  const ended = new Map<string, Set<string>>()
  const reasons = new Map<string, Set<string>>()
  const server = listening(({ text }) => {
    for (const { changeType, resource, resourceData } of JSON.parse(text).value) {
      if (changeType !== "deleted" || resourceData.completionReason === undefined) continue
      put(ended, /calls\/(?<id>[^/]+)/u.exec(resource)?.groups?.["id"] ?? "", resourceData.id)
      put(reasons, resourceData.id, resourceData.completionReason)
    }
  })
  return Effect.map(server, ({ url }): Told => ({
    uri: `${url}/callback`,
    ended: (callId) => Array.from(ended.get(callId) ?? []),
    reasons: (operationId) => Array.from(reasons.get(operationId) ?? [])
  }))
})
