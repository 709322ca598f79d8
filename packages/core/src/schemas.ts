import { Schema } from "effect"
import { ODataError } from "./ODataError.ts"
import { decodeOptions } from "./Problem.ts"
import { RecordOperation, RecordOperationUpdate } from "./RecordOperation.ts"
import { toJsonSchema } from "./toJsonSchema.ts"

/**
 * JSON Schema documents (draft 2020-12). They show the canonical spelling; decoding takes more letter cases.
 */
export const jsonSchemas = {
  operation: () => toJsonSchema(RecordOperation),
  update: () => toJsonSchema(RecordOperationUpdate),
  error: () => toJsonSchema(ODataError)
}

/**
 * The same schemas for whoever validates without Effect: any library that takes Standard Schema V1 can use them.
 *
 * Source: https://standardschema.dev
 */
export const standardSchemas = {
  operation: Schema.toStandardSchemaV1(RecordOperation, { parseOptions: decodeOptions }),
  update: Schema.toStandardSchemaV1(RecordOperationUpdate, { parseOptions: decodeOptions })
}
