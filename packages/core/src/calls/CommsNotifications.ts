import { Schema } from "effect"
import { inAnyCase } from "../internal/inAnyCase.ts"
import { anyProperty, open } from "../internal/open.ts"
import { resourcePathOf } from "../internal/resourcePath.ts"

const object = Schema.Record(Schema.String, Schema.Json)

/**
 * One thing that has happened to a resource. Graph's pages have `resourceUrl`, the oldest captures `resource`, those since
 * 2020 both; `resourceData` is a list for participants.
 *
 * Source: CSDL, complex type `microsoft.graph.commsNotification`; captures.
 */
export const CommsNotification = Schema.StructWithRest(
  Schema.Struct({
    "@odata.type": Schema.optionalKey(Schema.String),
    changeType: inAnyCase(Schema.Literals(["created", "updated", "deleted"])),
    resource: Schema.optionalKey(Schema.String),
    resourceUrl: Schema.optionalKey(Schema.String),
    resourceData: Schema.Union([object, Schema.Array(object)])
  }).check(
    Schema.makeFilter((notification) => resourcePathOf(notification) !== undefined, {
      expected: "a resource or a resourceUrl of a call, as in /communications/calls/{id}"
    })
  ),
  anyProperty
).annotate({ identifier: "CommsNotification", description: "One thing that has happened to a resource." })
export type CommsNotification = typeof CommsNotification.Type

/**
 * The body of a notification: what a bot gets. `parseNotifications` makes a typed union of it.
 *
 * Source: CSDL, complex type `microsoft.graph.commsNotifications`.
 */
export const CommsNotifications = open({
  "@odata.type": Schema.optionalKey(Schema.String),
  value: Schema.Array(CommsNotification)
}).annotate({ identifier: "CommsNotifications", description: "The body of a notification." })
export type CommsNotifications = typeof CommsNotifications.Type
