import { Schema } from "effect"
import { formatETag } from "../ETag.ts"
import type { CallId, OperationId } from "../Ids.ts"
import type { ResultInfo } from "../ResultInfo.ts"
import { encodeStatus, type StatusCasing } from "../StatusCasing.ts"
import type { Call } from "./Call.ts"
import type { VersionedCallOperation } from "./CallOperation.ts"

/**
 * What a bot gets: `changeType` says what happened to the resource. Graph's pages have `resourceUrl`, captures also
 * `resource`, and bots read either.
 *
 * Source: CSDL, complex types `microsoft.graph.commsNotifications` and `microsoft.graph.commsNotification`.
 */
export const CommsNotifications = Schema.Struct({
  "@odata.type": Schema.tag("#microsoft.graph.commsNotifications"),
  value: Schema.Array(Schema.StructWithRest(
    Schema.Struct({
      "@odata.type": Schema.tag("#microsoft.graph.commsNotification"),
      changeType: Schema.Literals(["created", "updated", "deleted"]),
      resource: Schema.String,
      resourceUrl: Schema.String,
      resourceData: Schema.Record(Schema.String, Schema.Json)
    }),
    [Schema.Record(Schema.String, Schema.Json)]
  ))
}).annotate({ identifier: "CommsNotifications", description: "The body of a notification." })
export type CommsNotifications = typeof CommsNotifications.Type

type Notification = CommsNotifications["value"][number]

const notifications = (
  changeType: Notification["changeType"],
  path: string,
  resourceData: Notification["resourceData"],
  more: Readonly<Record<string, Schema.Json>> = {}
): CommsNotifications => ({
  "@odata.type": "#microsoft.graph.commsNotifications",
  value: [{
    "@odata.type": "#microsoft.graph.commsNotification",
    changeType,
    resource: `/app/calls/${path}`,
    resourceUrl: `/communications/calls/${path}`,
    ...more,
    resourceData
  }]
})

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** GUIDs in the paths of operations are in upper case and without dashes. */
const inPath = (id: CallId | OperationId): string => guid.test(id) ? id.replaceAll("-", "").toUpperCase() : id

const withType = (resultInfo: ResultInfo | null): Schema.Json =>
  resultInfo === null ? null : { "@odata.type": "#microsoft.graph.resultInfo", ...resultInfo }

/** Says that a call is in another state; `deleted` when it has ended. */
export const callNotification = (call: Call): CommsNotifications => {
  const { "@odata.type": type, callChainId = null, callbackUri, direction, id, mediaState, resultInfo, state } = call
  return notifications(
    state === "terminated" ? "deleted" : "updated",
    id,
    {
      "@odata.type": type,
      "@odata.id": `/communications/calls/${id}`,
      id,
      state,
      direction: direction ?? "outgoing",
      callbackUri,
      callChainId,
      ...(mediaState === null || mediaState === undefined ? {} : { mediaState }),
      ...(resultInfo === null || resultInfo === undefined ? {} : { resultInfo })
    },
    { callbackUri }
  )
}

/** Says that an operation has ended. */
export const operationNotification = (
  callId: CallId,
  { operation, version }: VersionedCallOperation,
  casing: StatusCasing
): CommsNotifications => {
  const path = `${inPath(callId)}/operations/${inPath(operation.id)}`
  const { "@odata.type": type, ...properties } = operation
  return notifications("deleted", path, {
    "@odata.type": type,
    "@odata.id": `/communications/calls/${path}`,
    "@odata.etag": formatETag(version),
    ...properties,
    status: encodeStatus(operation.status, casing),
    resultInfo: withType(operation.resultInfo)
  })
}
