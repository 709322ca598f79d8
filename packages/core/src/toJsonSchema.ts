import { Schema } from "effect"

/** The JSON Schema document (draft 2020-12) of a schema, with its examples. */
export const toJsonSchema = (schema: Schema.Constraint) => {
  const { definitions, schema: root } = Schema.toJsonSchemaDocument(schema, { onExcessProperty: "error" })
  const { examples } = Schema.resolveAnnotations(schema) ?? {}
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...root,
    ...(examples === undefined ? {} : { examples }),
    $defs: definitions
  }
}
