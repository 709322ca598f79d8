import { Arbitrary, Schema } from "effect"
import { RecordResponseParameters } from "./calls/actions.ts"
import { NewCall } from "./calls/Call.ts"
import { CallId, OperationId } from "./Ids.ts"
import { CommsNotifications } from "./notifications/commsNotifications.ts"
import { ODataError } from "./ODataError.ts"
import { decodeOptions } from "./Problem.ts"
import { RecordOperation, RecordOperationUpdate } from "./RecordOperation.ts"
import { Seed } from "./Seed.ts"

const toDocument = (schema: Schema.Constraint) => {
  const { definitions, schema: root } = Schema.toJsonSchemaDocument(schema, { onExcessProperty: "error" })
  const { examples } = Schema.resolveAnnotations(schema) ?? {}
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...root,
    ...(examples === undefined ? {} : { examples }),
    $defs: definitions
  }
}

/**
 * JSON Schema documents (draft 2020-12). They show the canonical spelling; decoding takes more letter cases.
 */
export const jsonSchemas = {
  operation: () => toDocument(RecordOperation),
  update: () => toDocument(RecordOperationUpdate),
  seed: () => toDocument(Seed),
  newCall: () => toDocument(NewCall),
  recordResponse: () => toDocument(RecordResponseParameters),
  notifications: () => toDocument(CommsNotifications),
  error: () => toDocument(ODataError)
}

/**
 * The same schemas for whoever validates without Effect: any library that takes Standard Schema V1 can use them.
 *
 * Source: https://standardschema.dev
 */
export const standardSchemas = {
  operation: Schema.toStandardSchemaV1(RecordOperation, { parseOptions: decodeOptions }),
  update: Schema.toStandardSchemaV1(RecordOperationUpdate, { parseOptions: decodeOptions }),
  seed: Schema.toStandardSchemaV1(Seed, { parseOptions: decodeOptions }),
  newCall: Schema.toStandardSchemaV1(NewCall, { parseOptions: decodeOptions }),
  recordResponse: Schema.toStandardSchemaV1(RecordResponseParameters, { parseOptions: decodeOptions }),
  notifications: Schema.toStandardSchemaV1(CommsNotifications, { parseOptions: decodeOptions })
}

/** Generators of valid values, for property tests. */
export const arbitraries = {
  callId: Arbitrary.schema(Schema.toType(CallId)),
  operationId: Arbitrary.schema(Schema.toType(OperationId)),
  operation: Arbitrary.schema(RecordOperation),
  update: Arbitrary.schema(RecordOperationUpdate)
}
