import { identity, Predicate } from "effect"
import { canonicalId } from "../Ids.ts"
import { OperationStatus } from "../OperationStatus.ts"
import { RecordCompletionReason } from "../RecordCompletionReason.ts"
import { isAnnotation, isTypeAnnotation, withoutAnnotations } from "./annotations.ts"
import { isJson, maxJsonDepth } from "./json.ts"

export const operationType = "#microsoft.graph.recordOperation"
const resultInfoType = "#microsoft.graph.resultInfo"

/** A JSON object of which nothing else is known. */
export type Body = Readonly<Record<string, unknown>>

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
  spell(body, {}, {}, objections, withoutAnnotations)

/**
 * The same for a whole operation: what it leaves out is null, the properties stand in the order of Graph, and what a
 * dynamic property holds is as it is.
 */
export const canonicalOperation = (body: Body, objections: Array<Objection>): Record<string, unknown> =>
  spell(body, wholeOperation(body), { code: 0, subcode: 0, message: null }, objections, identity)

const wholeOperation = (body: Body): Record<string, unknown> => {
  const whole: Record<string, unknown> = { "@odata.type": operationType }
  const id = valueOf(body, "id")
  if (id !== undefined) whole["id"] = typeof id === "string" ? canonicalId(id) : id
  if (valueOf(body, "status") !== undefined) whole["status"] = undefined
  whole["clientContext"] = null
  whole["resultInfo"] = null
  whole["recordingLocation"] = null
  whole["recordingAccessToken"] = null
  whole["completionReason"] = null
  return whole
}

/** What a declared property has, in whatever letter case it is written. */
const valueOf = (body: Body, name: string): unknown =>
  body[name] ?? body[Object.keys(body).find((written) => declaredAs(written) === name) ?? name]

const spell = (
  body: Body,
  result: Record<string, unknown>,
  resultInfo: Body,
  objections: Array<Objection>,
  dynamic: (value: unknown) => unknown
): Record<string, unknown> => {
  for (const name of Object.keys(body)) spellProperty(name, name, body, result, resultInfo, objections, dynamic)
  return result
}

/** Puts one property into the result; `name` is how the schema spells what the body has `written`. */
const spellProperty = (
  name: string,
  written: string,
  body: Body,
  result: Record<string, unknown>,
  resultInfo: Body,
  objections: Array<Objection>,
  dynamic: (value: unknown) => unknown
): void => {
  const value = body[written]
  switch (name) {
    case "@odata.type":
      result[name] = foldType(operationType, value)
      return
    case "id":
      return
    case "clientContext":
    case "recordingLocation":
    case "recordingAccessToken":
      result[name] = value
      return
    case "status":
      result[name] = fold(statuses, value)
      return
    case "completionReason":
      result[name] = fold(completionReasons, value)
      return
    case "resultInfo":
      result[name] = Predicate.isObject(value) ? spellResultInfo(value, { ...resultInfo }, objections) : value
      return
    default: {
      const declaredName = declaredAs(written)
      if (declaredName !== undefined) {
        if (Object.keys(body).some((other) => other !== written && declaredAs(other) === declaredName)) {
          objections.push({ path: [written], message: twice(declaredName) })
        } else spellProperty(declaredName, written, body, result, resultInfo, objections, dynamic)
        return
      }
      if (isAnnotation(written)) return
      const message = dynamicProblem(written, value)
      if (message === undefined) result[written] = dynamic(value)
      else objections.push({ path: [written], message })
    }
  }
}

const twice = (name: string): string => `Expected the name '${name}' once, whatever its letter case`

const spellResultInfo = (body: Body, result: Record<string, unknown>, objections: Array<Objection>) => {
  for (const written of Object.keys(body)) {
    if (written === "code" || written === "subcode" || written === "message") result[written] = body[written]
    else spellPartOfResultInfo(written, body, result, objections)
  }
  return result
}

/** Puts a property of resultInfo into the result that is not written as the schema spells it. */
const spellPartOfResultInfo = (
  written: string,
  body: Body,
  result: Record<string, unknown>,
  objections: Array<Objection>
): void => {
  const path = ["resultInfo", written]
  const name = written.toLowerCase()
  if (isTypeAnnotation(written)) {
    const isType = foldType(resultInfoType, body[written]) === resultInfoType
    if (!isType) objections.push({ path, message: `Expected "${resultInfoType}"` })
  } else if (name === "code" || name === "subcode" || name === "message") {
    const isTwice = Object.keys(body).some((other) => other !== written && other.toLowerCase() === name)
    if (isTwice) objections.push({ path, message: twice(name) })
    else result[name] = body[written]
  } else if (!isAnnotation(written)) objections.push({ path, message: noSuchProperty })
}

const noSuchProperty = "Expected no such property: resultInfo has code, subcode and message"

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

/** How the schema spells a name, when it declares it. */
const declaredAs = (written: string): string | undefined =>
  isTypeAnnotation(written) ? "@odata.type" : declared.get(written.toLowerCase())

/**
 * An identifier of OData; `__proto__` would be one.
 *
 * Source: OData 4.01, ABNF construction rules, `odataIdentifier`.
 */
const identifier = /^(?!__proto__$)[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]{0,127}$/u

const dynamicProblem = (name: string, value: unknown): string | undefined => {
  if (!identifier.test(name)) {
    return "Expected a name that OData allows: a letter or _ and then letters, digits or _, 128 at the most"
  }
  return isJson(value) ? undefined : `Expected a JSON value of at most ${maxJsonDepth} levels`
}

/** Whether a dynamic property may have this name. */
export const isDynamicName = (name: string): boolean => identifier.test(name) && declaredAs(name) === undefined
