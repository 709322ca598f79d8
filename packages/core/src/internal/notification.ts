import { Predicate, type Schema } from "effect"
import type { CommsNotification, CommsNotifications } from "../calls/CommsNotifications.ts"
import type { NotificationForm } from "../calls/NotificationForm.ts"

/** Properties of a resource, in their order. */
export type Properties = Readonly<Record<string, Schema.Json>>

/** The body that tells of one change; `path` is what follows `/calls/`. */
export const notification = (
  form: NotificationForm,
  changeType: CommsNotification["changeType"],
  path: string,
  resourceData: CommsNotification["resourceData"],
  more: Properties = {}
): CommsNotifications => ({
  "@odata.type": "#microsoft.graph.commsNotifications",
  value: [{
    "@odata.type": "#microsoft.graph.commsNotification",
    changeType,
    ...(form === "captured" ? { resource: `/app/calls/${path}` } : {}),
    resourceUrl: `/communications/calls/${path}`,
    ...more,
    resourceData
  }]
})

/** What there is of these, in this order; nulls are left out. */
export const pick = (properties: Properties, names: ReadonlyArray<string>): Properties =>
  Object.fromEntries(names.flatMap((name) => {
    const value = properties[name]
    return Predicate.isNotNullish(value) ? [[name, value]] : []
  }))
