import { Predicate, type Schema, type SchemaAST } from "effect"
import { isAnnotation, isTypeAnnotation, withoutAnnotations } from "./annotations.ts"

/** The names that a schema declares, at every level. */
export interface Spelling {
  /** By name in lower case: as the schema spells it, and what stands under it. */
  readonly names: ReadonlyMap<string, { readonly name: string; readonly value: Spelling }>
  readonly items: Spelling | undefined
}

const nothing: Spelling = { names: new Map(), items: undefined }

/**
 * The names of a schema, so that bodies can use any letter case.
 *
 * Source: Graph, "Access data and methods by navigating Microsoft Graph" (names are not case-sensitive).
 */
export const spellingOf = (schema: Schema.Constraint): Spelling => ofAst(schema.ast)

/** The same, with what one says of values that the other leaves open. */
export const withSpelling = ({ items, names }: Spelling, others: Spelling): Spelling => ({
  items,
  names: new Map([...names, ...others.names])
})

const ofAst = (ast: SchemaAST.AST): Spelling => {
  switch (ast._tag) {
    case "Objects":
      return {
        names: new Map(
          ast.propertySignatures.flatMap(({ name, type }) =>
            typeof name === "string" ? [[name.toLowerCase(), { name, value: ofAst(type) }]] : []
          )
        ),
        items: undefined
      }
    case "Arrays":
      return { names: nothing.names, items: ast.rest[0] === undefined ? undefined : ofAst(ast.rest[0]) }
    case "Union": {
      const members = ast.types.map(ofAst)
      return {
        names: new Map(members.flatMap(({ names }) => Array.from(names))),
        items: members.find(({ items }) => items !== undefined)?.items
      }
    }
    default:
      return nothing
  }
}

/**
 * A body as its schema spells it: declared names in their own letter case, no annotations but the declared
 * `@odata.type`. Of two spellings of one name the declared one wins; `parseJson` has refused the same name twice.
 */
export const spell = (spelling: Spelling, value: unknown): unknown => {
  const { items, names } = spelling
  if (Array.isArray(value) && items !== undefined) return value.map((item) => spell(items, item))
  if (!Predicate.isObject(value) || names.size === 0) return withoutAnnotations(value)
  const result: Record<string, unknown> = {}
  for (const [written, item] of Object.entries(value)) {
    const declared = names.get(isTypeAnnotation(written) ? "@odata.type" : written.toLowerCase())
    if (declared === undefined && isAnnotation(written)) continue
    const name = declared?.name ?? written
    if (name !== written && Object.hasOwn(value, name)) continue
    define(result, name, spell(declared?.value ?? nothing, item))
  }
  return result
}

/** Sets a property, also one that is called `__proto__`. */
const define = (object: object, name: string, value: unknown): void =>
  void Object.defineProperty(object, name, { value, configurable: true, enumerable: true, writable: true })
