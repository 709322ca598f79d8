import { Schema } from "effect"

const Int32 = Schema.Int.check(
  Schema.makeFilter((n: number) => n >= -2147483648 && n <= 2147483647, {
    expected: "a whole number from -2147483648 to 2147483647",
    toJsonSchema: () => ({ minimum: -2147483648, maximum: 2147483647 }),
    arbitraryConstraint: { minimum: -2147483648, maximum: 2147483647 }
  })
)

const code = Int32.annotate({
  description: "2xx for success, 4xx for a fault of the client, 5xx for one of the server."
})
const subcode = Int32.annotate({ description: "Refines the code; 0 when there is nothing to add." })
const message = Schema.NullOr(Schema.String).annotate({ description: "The result in words." })

/**
 * How an operation ended. A closed type: it has these three properties and no others.
 *
 * Source: CSDL, complex type `microsoft.graph.resultInfo`; `code` and `subcode` are Int32 and never null.
 */
export const ResultInfo = Schema.Struct({ code, subcode, message }).annotate({
  identifier: "ResultInfo",
  description: "How an operation ended.",
  examples: [{ code: 200, subcode: 8514, message: "Stopped by a tone." }]
})
export type ResultInfo = typeof ResultInfo.Type

/**
 * Changes to a `ResultInfo`, merged property by property.
 *
 * Source: OData 4.01 part 1, 11.4.3 (complex values are merged).
 */
export const ResultInfoUpdate = Schema.Struct({
  code: Schema.optionalKey(code),
  subcode: Schema.optionalKey(subcode),
  message: Schema.optionalKey(message)
}).annotate({
  identifier: "ResultInfoUpdate",
  description: "Changes to how an operation ended.",
  examples: [{ code: 400 }]
})
export type ResultInfoUpdate = typeof ResultInfoUpdate.Type
