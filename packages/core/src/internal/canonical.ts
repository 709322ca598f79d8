import { Predicate } from "effect"
import { canonicalId } from "../Ids.ts"
import { OperationStatus } from "../OperationStatus.ts"
import { RecordCompletionReason } from "../RecordCompletionReason.ts"
import { isAnnotation } from "./annotations.ts"
import { isJson, maxJsonDepth } from "./json.ts"

export const operationType = "#microsoft.graph.recordOperation"
const resultInfoType = "#microsoft.graph.resultInfo"

/** A JSON object of which nothing else is known. */
export type Body = Readonly<Record<string, unknown>>

export const isBody = (value: unknown): value is Body => Predicate.isObject(value) && !Array.isArray(value)

/** What is wrong with a body that its fields' schemas cannot see. */
export interface Objection {
  readonly path: ReadonlyArray<string>
  readonly message: string
}

/**
 * Spells what a body says as our schemas spell it: enumeration members and type names in their own letter case, GUIDs
 * dashed, no annotations. What it cannot make sense of is left for the fields' schemas to refuse.
 */
export const canonicalUpdate = (body: Body, objections: Array<Objection>): Record<string, unknown> =>
  spell(body, {}, {}, objections)

/** The same for a whole operation: what it leaves out is null, and the properties stand in the order of Graph. */
export const canonicalOperation = (body: Body, objections: Array<Objection>): Record<string, unknown> =>
  spell(body, wholeOperation(body), { code: 0, subcode: 0, message: null }, objections)

const wholeOperation = (body: Body): Record<string, unknown> => {
  const whole: Record<string, unknown> = { "@odata.type": operationType }
  if (body["id"] !== undefined) whole["id"] = typeof body["id"] === "string" ? canonicalId(body["id"]) : body["id"]
  if (body["status"] !== undefined) whole["status"] = undefined
  whole["clientContext"] = null
  whole["resultInfo"] = null
  whole["recordingLocation"] = null
  whole["recordingAccessToken"] = null
  whole["completionReason"] = null
  return whole
}

const spell = (
  body: Body,
  result: Record<string, unknown>,
  resultInfo: Body,
  objections: Array<Objection>
): Record<string, unknown> => {
  for (const name of Object.keys(body)) {
    const value = body[name]
    switch (name) {
      case "@odata.type":
        result[name] = foldType(operationType, value)
        break
      case "id":
        break
      case "clientContext":
      case "recordingLocation":
      case "recordingAccessToken":
        result[name] = value
        break
      case "status":
        result[name] = fold(statuses, value)
        break
      case "completionReason":
        result[name] = fold(completionReasons, value)
        break
      case "resultInfo":
        result[name] = isBody(value) ? spellResultInfo(value, { ...resultInfo }, objections) : value
        break
      default: {
        if (isAnnotation(name)) break
        const message = dynamicProblem(name, value)
        if (message === undefined) result[name] = value
        else objections.push({ path: [name], message })
      }
    }
  }
  return result
}

const spellResultInfo = (body: Body, result: Record<string, unknown>, objections: Array<Objection>) => {
  for (const name of Object.keys(body)) {
    if (name === "code" || name === "subcode" || name === "message") result[name] = body[name]
    else if (name === "@odata.type" ? foldType(resultInfoType, body[name]) !== resultInfoType : !isAnnotation(name)) {
      objections.push({ path: ["resultInfo", name], message: resultInfoProblem(name) })
    }
  }
  return result
}

const byLowerCase = (literals: ReadonlyArray<string>): ReadonlyMap<string, string> =>
  new Map(literals.flatMap((literal) => [[literal, literal], [literal.toLowerCase(), literal]]))

const statuses = byLowerCase(OperationStatus.literals)
const completionReasons = byLowerCase(RecordCompletionReason.literals)

const fold = (literals: ReadonlyMap<string, string>, value: unknown): unknown =>
  typeof value === "string" ? literals.get(value) ?? literals.get(value.toLowerCase()) ?? value : value

/** A leading `#` and the letter case of a type name do not count. */
const foldType = (type: string, value: unknown): unknown => {
  if (value === type || typeof value !== "string") return value
  const name = value.startsWith("#") ? value : `#${value}`
  return name.toLowerCase() === type.toLowerCase() ? type : value
}

const declared = new Map(
  ["id", "status", "clientContext", "resultInfo", "recordingLocation", "recordingAccessToken", "completionReason"]
    .map((name) => [name.toLowerCase(), name])
)

const dynamicProblem = (name: string, value: unknown): string | undefined => {
  const similar = declared.get(name.toLowerCase())
  if (similar !== undefined) return `Expected the name '${similar}', in this letter case`
  if (name === "__proto__") return "Expected another name"
  return isJson(value) ? undefined : `Expected a JSON value of at most ${maxJsonDepth} levels`
}

const resultInfoProblem = (name: string): string =>
  name === "@odata.type"
    ? `Expected "${resultInfoType}"`
    : "Expected no such property: resultInfo has code, subcode and message"

/** Whether a dynamic property may have this name; for generated values, which have no annotations either. */
export const isDynamicName = (name: string): boolean => !isAnnotation(name) && dynamicProblem(name, null) === undefined
