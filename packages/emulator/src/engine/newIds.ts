import { CallId, OperationId } from "@recordop/core"
import type { CallOperation } from "@recordop/core/calls"
import { Option, Schema } from "effect"
import { SecureRandom } from "effect/crypto"
import type { PersonIds } from "../model/people.ts"

export const newOperationId = (): OperationId => OperationId.make(SecureRandom.uuidV4Unsafe())

/** The ids of somebody who comes into a call. */
export const newPersonIds = (participantId: string = SecureRandom.uuidV4Unsafe()): PersonIds => ({
  participantId,
  endpointId: SecureRandom.uuidV4Unsafe()
})

/** An operation that is complete when it is answered. */
export const completedOperation = <const T extends CallOperation["@odata.type"]>(
  type: T,
  clientContext: string | null
) => ({
  "@odata.type": type,
  id: newOperationId(),
  status: "Completed" as const,
  clientContext,
  resultInfo: null
})

const decodeCallId = Schema.decodeUnknownOption(CallId)

/** The call that somebody is to leave for another; what is no id of a call names none. */
export const replacedCall = (replacesCallId: unknown): CallId | undefined =>
  Option.getOrUndefined(decodeCallId(replacesCallId))
