import { Schema, SchemaTransformation } from "effect"

const canonicalGuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const guidDigits = /^[0-9a-f]{32}$/

/** Spells a GUID dashed and in lower case, and leaves any other id alone. */
export const canonicalId = (id: string): string => {
  if (canonicalGuid.test(id)) return id
  const key = id.replaceAll("-", "").toLowerCase()
  return guidDigits.test(key) ? key.replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-") : id
}

const expected = "an id of 1 to 255 letters, digits or -._~!$&'()*+,;=:@"

/** RFC 3986's `pchar`, without what a path or OData gives a meaning: nothing but dots or dashes, and a leading `$`. */
const PathSafe = Schema.String.check(
  Schema.isPattern(/^[.-]*[A-Za-z0-9_~!&'()*+,;=:@][A-Za-z0-9\-._~!$&'()*+,;=:@]*$/u, { expected }),
  Schema.isMaxLength(255, { expected })
)

const CanonicalId = PathSafe.pipe(
  Schema.decodeTo(PathSafe, SchemaTransformation.transform({ decode: canonicalId, encode: (id) => id }))
)

/**
 * The id of a call. A GUID in any letter case, with or without dashes, becomes dashed lower case; any other id that can
 * stand in a path stays as it is. Ids are compared by `idKey`.
 *
 * Source: Graph sends ids dashed and lower case in bodies, upper case without dashes in the URLs of notifications.
 */
export const CallId = CanonicalId.pipe(Schema.brand("CallId")).annotate({
  identifier: "CallId",
  description: "The id of a call: a GUID, or any other text that can stand in a path.",
  examples: [CanonicalId.pipe(Schema.brand("CallId")).make("57dab8b1-894c-409a-b240-bd8beae78896")]
})
export type CallId = typeof CallId.Type

/** The id of an operation; it follows the same rules as `CallId`. */
export const OperationId = CanonicalId.pipe(Schema.brand("OperationId")).annotate({
  identifier: "OperationId",
  description: "The id of an operation: a GUID, or any other text that can stand in a path.",
  examples: [CanonicalId.pipe(Schema.brand("OperationId")).make("72b0e085-e085-72b0-85e0-b07285e0b072")]
})
export type OperationId = typeof OperationId.Type

/** Two ids are the same when their keys are: letter case and dashes do not count. */
export const idKey = (id: CallId | OperationId): string => keyOf(id)

const keyOf = (id: string): string => canonicalGuid.test(id) ? id : id.replaceAll("-", "").toLowerCase()

/** Whether two texts are the same id, however a client spells it: of a participant, a meeting or a group. */
export const isSameId = (id: string, other: string): boolean => keyOf(canonicalId(id)) === keyOf(canonicalId(other))

/** Where an operation lives. */
export interface OperationKey {
  readonly callId: CallId
  readonly operationId: OperationId
}
