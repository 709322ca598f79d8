import type { SeedCall } from "../protocol/Seed.ts"
import { anonymousId, implicitCall } from "./CallState.ts"
import type { CallChange } from "./Turn.ts"

/** The number of the script that a seed gives to a call. */
const first = 1

/** A call of a seed, as a change of a store that does not have it. One that only has operations has no state of its own. */
export const seedChange = (call: SeedCall): CallChange => {
  const { appId = anonymousId, callbackUri, id, operations, participants, properties, script, tenantId = anonymousId } =
    call
  const isMade = Object.keys(call).length > 2
  return {
    callId: id,
    operations: operations.map((operation) => ({ version: 1, operation, task: null, changeType: "created" })),
    recordings: [],
    told: [],
    decided: [],
    ...(isMade
      ? {
        state: {
          ...implicitCall(id),
          callbackUri: callbackUri ?? null,
          appId,
          tenantId,
          script: script === undefined ? null : first,
          properties: properties ?? {},
          ...(participants === undefined ? {} : { roster: participants })
        }
      }
      : {}),
    ...(script === undefined ? {} : { newScript: { number: first, script, inUse: [] } })
  }
}
