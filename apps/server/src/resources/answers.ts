import {
  type CallId,
  encodeStatus,
  formatETag,
  type Page,
  type StatusCasing,
  type VersionedOperation
} from "@recordop/core"
import type { CallOperation, VersionedCallOperation } from "@recordop/core/calls"
import { type Answer, empty, json } from "../graph/Answer.ts"
import { preferredReturn } from "../graph/conditions.ts"
import type { GraphRequest } from "../graph/GraphRequest.ts"
import type { QueryOptions } from "../graph/query.ts"
import { collectionContext, collectionUrl, entityContext, entityUrl, toEntity } from "./entity.ts"
import { nextLink } from "./nextLink.ts"

/** An operation that an action has started, or that is complete, and where it is. */
export const operationAnswer = (
  request: GraphRequest,
  callId: CallId,
  operation: CallOperation,
  casing: StatusCasing
): Answer => {
  const location = `${collectionUrl(request, callId)}/${operation.id}`
  return json(200, { ...operation, status: encodeStatus(operation.status, casing) }, { Location: location })
}

/** Puts operations into answers, spelled as the server is set to. */
export const makeAnswers = (casing: StatusCasing) => {
  const entity = (
    request: GraphRequest,
    callId: CallId,
    versioned: VersionedCallOperation,
    { $select }: QueryOptions,
    status = 200,
    headers: Readonly<Record<string, string>> = {}
  ): Answer =>
    json(
      status,
      { "@odata.context": entityContext(request, callId, $select), ...toEntity(versioned, casing, $select) },
      { ...headers, ETag: formatETag(versioned.version) }
    )

  /**
   * Answers a change with the operation, or without it when the client prefers `return=minimal` and selects nothing.
   *
   * Source: OData 4.01 part 1, 8.2.8.7 and 8.3.4.
   */
  const change = (
    request: GraphRequest,
    callId: CallId,
    versioned: VersionedOperation,
    options: QueryOptions,
    status: 200 | 201
  ): Answer => {
    const preferred = preferredReturn(request)
    const isMinimal = preferred === "minimal" && options.$select === undefined
    const url = status === 201 || isMinimal ? entityUrl(request, callId, versioned) : undefined
    const headers: Record<string, string> = {}
    if (status === 201 && url !== undefined) headers["Location"] = url
    if (isMinimal && url !== undefined) headers["OData-EntityId"] = url
    if (preferred === "representation" || isMinimal) headers["Preference-Applied"] = `return=${preferred}`
    return isMinimal
      ? empty(204, { ...headers, ETag: formatETag(versioned.version) })
      : entity(request, callId, versioned, options, status, headers)
  }

  const collection = (
    request: GraphRequest,
    callId: CallId,
    { items, nextCursor }: Page,
    count: number | undefined,
    { $select }: QueryOptions
  ): Answer =>
    json(200, {
      "@odata.context": collectionContext(request, callId, $select),
      ...(count === undefined ? {} : { "@odata.count": count }),
      ...(nextCursor === undefined
        ? {}
        : { "@odata.nextLink": nextLink(request, collectionUrl(request, callId), nextCursor) }),
      value: items.map((item) => toEntity(item, casing, $select))
    })

  return { entity, change, collection }
}
