import { Effect, Schema, SchemaGetter, SchemaIssue } from "effect"

/** The members of an enumeration in any letter case, as servers and SDKs write them. */
export const inAnyCase = <const L extends ReadonlyArray<string>>(members: Schema.Literals<L>) =>
  Schema.String.pipe(
    Schema.decodeTo(members, {
      decode: SchemaGetter.transformEffect((text: string) => {
        const member = memberOf(members.literals, text)
        return member === undefined
          ? Effect.fail(new SchemaIssue.InvalidValue({ message: `Expected one of ${members.literals.join(", ")}` }))
          : Effect.succeed(member)
      }),
      encode: SchemaGetter.transform((member: string): string => member)
    })
  )

const memberOf = <L extends ReadonlyArray<string>>(members: L, text: string): L[number] | undefined =>
  members.find((member) => member.toLowerCase() === text.toLowerCase())
