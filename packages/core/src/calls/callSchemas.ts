import { Schema } from "effect"
import { decodeOptions } from "../Problem.ts"
import { toJsonSchema } from "../toJsonSchema.ts"
import { RecordResponseParameters } from "./actions.ts"
import { NewCall } from "./Call.ts"
import { CommsNotifications } from "./CommsNotifications.ts"

/** JSON Schema documents (draft 2020-12) of what bots and Graph say to each other about calls. */
export const callJsonSchemas = {
  newCall: () => toJsonSchema(NewCall),
  recordResponse: () => toJsonSchema(RecordResponseParameters),
  notifications: () => toJsonSchema(CommsNotifications)
}

/** The same as Standard Schemas V1 (https://standardschema.dev). */
export const callStandardSchemas = {
  newCall: Schema.toStandardSchemaV1(NewCall, { parseOptions: decodeOptions }),
  recordResponse: Schema.toStandardSchemaV1(RecordResponseParameters, { parseOptions: decodeOptions }),
  notifications: Schema.toStandardSchemaV1(CommsNotifications, { parseOptions: decodeOptions })
}
