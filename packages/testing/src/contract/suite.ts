import { assert, type Vitest } from "@effect/vitest"
import { CallId, RecordOperations, type RecordOperationUpdate } from "@recordop/core"
import { Effect } from "effect"
import { SecureRandom } from "effect/crypto"

/** Adds tests that need an adapter. */
export type Suite = (it: Vitest.MethodsNonLive<RecordOperations>) => void

/** A call that no other test uses. */
export const freshCall = (): CallId => CallId.make(SecureRandom.uuidV4Unsafe())

/** Creates an operation in a call of its own. */
export const created = Effect.fnUntraced(function*(properties: RecordOperationUpdate) {
  const operations = yield* RecordOperations
  const callId = freshCall()
  const { operation, version } = yield* operations.create(callId, properties)
  return { operations, operation, version, key: { callId, operationId: operation.id } }
})

/** Asserts that an effect fails for one of the given reasons. */
export const failsWith = <A, E extends { readonly _tag: string }, R>(
  effect: Effect.Effect<A, E, R>,
  ...tags: ReadonlyArray<E["_tag"]>
) =>
  Effect.map(Effect.flip(effect), (error) => {
    assert.include(tags, error._tag)
    return error
  })
