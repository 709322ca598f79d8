import { Effect, Schema, SchemaGetter, SchemaIssue } from "effect"

/**
 * How far an operation has come, spelled as Graph's schema spells it.
 *
 * Bodies may use any letter case; see `RecordOperationUpdate`. `Completed` and `Failed` are final for the service,
 * but no source forbids an update to leave them.
 *
 * Source: CSDL, enumeration `microsoft.graph.operationStatus`.
 */
export const OperationStatus = Schema.Literals(["NotStarted", "Running", "Completed", "Failed"]).annotate({
  description: "How far an operation has come.",
  examples: ["Running", "Completed"]
})
export type OperationStatus = typeof OperationStatus.Type

/** The same in any letter case, as answers of servers have it. */
export const OperationStatusInAnyCase = Schema.String.pipe(
  Schema.decodeTo(OperationStatus, {
    decode: SchemaGetter.transformEffect((text: string) => {
      const status = OperationStatus.literals.find((literal) => literal.toLowerCase() === text.toLowerCase())
      return status === undefined
        ? Effect.fail(
          new SchemaIssue.InvalidValue({ message: `Expected one of ${OperationStatus.literals.join(", ")}` })
        )
        : Effect.succeed(status)
    }),
    encode: SchemaGetter.transform((status: OperationStatus): string => status)
  })
)
