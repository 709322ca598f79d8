import { Effect, Predicate, Result, Schema, SchemaIssue, SchemaParser, SchemaTransformation } from "effect"
import { enable } from "effect/schema/SchemaJITCompiler"
import type { Open } from "../Open.ts"
import { type Body, isDynamicName, type Objection } from "./canonical.ts"

const DynamicName = Schema.String.check(
  Schema.isPattern(/^[\p{L}_][\p{L}\p{Nd}_]{0,20}$/u),
  Schema.makeFilter(isDynamicName, { expected: "a name of its own" })
)

type Fields = Readonly<Record<string, Schema.ConstraintCodec<unknown, unknown>>>

/**
 * The schema of an open type whose bodies `canonical` spells before the fields are looked at.
 *
 * It is a declaration and not a struct with an index signature so that a plain struct, which the schema compiler can
 * compile, does the work: several times as fast as the general schema for the same thing.
 */
export const makeOpenType = <const F extends Fields>(
  identifier: string,
  description: string,
  examples: ReadonlyArray<NoInfer<Open<F>>>,
  fields: F,
  canonical: (body: Body, objections: Array<Objection>) => Body
) => {
  const struct = Schema.Struct(fields)
  enable(struct.ast)
  const isFields = SchemaParser.is(struct)
  const isOpen = (body: Body): body is Body & Open<F> => isFields(body)
  const decodeFields = SchemaParser.decodeUnknownResult(struct)
  const general = Schema.StructWithRest(struct, [Schema.Record(DynamicName, Schema.Json)])
    .annotate({ identifier, description })
  const toGeneral = () => Schema.link<Open<F>>()(general, SchemaTransformation.passthrough({ strict: false }))

  return Schema.declareConstructor<Open<F>>()(
    [],
    () => (input, ast, options) => {
      if (!Predicate.isObject(input)) return Effect.fail(new SchemaIssue.InvalidType(ast, input, options))
      const objections: Array<Objection> = []
      const body = canonical(input, objections)
      if (objections.length === 0 && isOpen(body)) return Effect.succeed(body)
      const fieldsResult = decodeFields(body, options)
      const [first, ...rest] = [
        ...(Result.isFailure(fieldsResult) ? [fieldsResult.failure] : []),
        ...objections.map(toIssue)
      ]
      return Effect.fail(
        first === undefined
          ? new SchemaIssue.InvalidType(ast, input, options)
          : new SchemaIssue.Composite(ast, [first, ...rest], input, options)
      )
    },
    { description, examples, expected: "a JSON object", toCodecJson: toGeneral, toCodecArbitrary: toGeneral }
  )
}

const toIssue = ({ message, path }: Objection): SchemaIssue.Issue =>
  new SchemaIssue.Pointer(path, new SchemaIssue.InvalidValue({ message }))
