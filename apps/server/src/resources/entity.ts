import { encodeStatus, formatETag, newOperation, OperationId, type StatusCasing } from "@recordop/core"
import type { VersionedCallOperation } from "@recordop/core/calls"
import type { GraphRequest } from "../graph/GraphRequest.ts"
import type { QueryOptions } from "../graph/query.ts"
import { makeProjection } from "./projection.ts"

type Select = QueryOptions["$select"]

/** An operation with its control information, as it stands in a collection. */
export const toEntity = (
  { operation, version }: VersionedCallOperation,
  casing: StatusCasing,
  select: Select
): object => {
  const encoded = casing === "csdl" ? operation : { ...operation, status: encodeStatus(operation.status, casing) }
  const control = { "@odata.type": operation["@odata.type"], "@odata.etag": formatETag(version) }
  if (select === undefined || select.includes("*")) return { ...control, ...encoded }
  const selected = new Set(select.map((name) => name.toLowerCase()))
  return {
    ...control,
    ...Object.fromEntries(Object.entries(encoded).filter(([name]) => selected.has(name.toLowerCase())))
  }
}

const projection = makeProjection(Object.keys(newOperation(OperationId.make("any"), {})))

/** Where the operations of a call are, on the server that was asked. */
export const collectionUrl = ({ api, origin }: GraphRequest, callId: string): string =>
  `${origin}/${api}/communications/calls/${callId}/operations`

/** Where an operation is, on the server that was asked. */
export const entityUrl = (request: GraphRequest, callId: string, { operation }: VersionedCallOperation): string =>
  `${collectionUrl(request, callId)}/${operation.id}`

/**
 * The `@odata.context` of the operations of a call.
 *
 * Source: OData 4.01 part 1, 10.2 and 10.7 to 10.8 (context URLs of collections, entities and projected ones).
 */
export const collectionContext = ({ api, origin }: GraphRequest, callId: string, select: Select): string =>
  `${origin}/${api}/$metadata#communications/calls('${callId.replaceAll("'", "''")}')/operations${projection(select)}`

/** The `@odata.context` of one operation. */
export const entityContext = (request: GraphRequest, callId: string, select: Select): string =>
  `${collectionContext(request, callId, select)}/$entity`
