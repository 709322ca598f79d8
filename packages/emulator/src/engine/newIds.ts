import { CallId, OperationId } from "@recordop/core"
import type { CallOperation } from "@recordop/core/calls"
import { Option, Schema } from "effect"
import type { NewId } from "../model/NewId.ts"
import type { PersonIds } from "../model/people.ts"

export const newOperationId = (newId: NewId): OperationId => OperationId.make(newId())

/** The ids of somebody who comes into a call. */
export const newPersonIds = (newId: NewId, participantId: string = newId()): PersonIds => ({
  participantId,
  endpointId: newId()
})

/** An operation that is complete when it is answered. */
export const completedOperation = <const T extends CallOperation["@odata.type"]>(
  type: T,
  newId: NewId,
  clientContext: string | null
) => ({
  "@odata.type": type,
  id: newOperationId(newId),
  status: "Completed" as const,
  clientContext,
  resultInfo: null
})

const decodeCallId = Schema.decodeUnknownOption(CallId)

/** The call that somebody is to leave for another; what is no id of a call names none. */
export const replacedCall = (replacesCallId: unknown): CallId | undefined =>
  Option.getOrUndefined(decodeCallId(replacesCallId))
