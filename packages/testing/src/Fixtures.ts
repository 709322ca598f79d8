import { CallId, newOperation, OperationId, type RecordOperation } from "@recordop/core"
import type { Seed } from "@recordop/emulator/protocol/Seed"

export const callId = CallId.make("57dab8b1-894c-409a-b240-bd8beae78896")
export const operationId = OperationId.make("72b0e085-e085-72b0-85e0-b07285e0b072")
export const unknownId = OperationId.make("00000000-0000-0000-0000-000000000000")
export const unknownCallId = CallId.make("00000000-0000-0000-0000-000000000001")

/** A recording that has ended, with every property set and one of its own. */
export const operation: RecordOperation = newOperation(operationId, {
  status: "Completed",
  clientContext: "d45324c1-fcb5-430a-902c-f20af696537c",
  resultInfo: { code: 200, subcode: 8514, message: "Action completed as stop tone was detected." },
  recordingLocation: "http://127.0.0.1:4080/recordings/1",
  recordingAccessToken: "not-a-real-token",
  completionReason: "stopToneDetected",
  rating: { stars: 5 }
})

/** A call with 2,500 operations, whose `clientContext` counts them from 0. */
export const longCallId = CallId.make("57dab8b1-894c-409a-b240-bd8beae78897")

const longCall = Array.from(
  { length: 2_500 },
  (_, index) => newOperation(OperationId.make(`operation-${index}`), { clientContext: String(index) })
)

/** What the contract of calls expects a store to start with. */
export const seed: Seed = { calls: [{ id: callId, operations: [operation] }] }

/** What the contract of operations expects a store to start with. */
export const longSeed: Seed = { calls: [...seed.calls, { id: longCallId, operations: longCall }] }
