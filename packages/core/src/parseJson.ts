import { Result, Schema } from "effect"
import { maxJsonDepth, withoutNegativeZero } from "./internal/json.ts"
import { shorten } from "./shorten.ts"

/** Text that is not JSON, or JSON of which something would be lost or be dangerous to keep. */
export class JsonRefused extends Schema.TaggedError<JsonRefused>()("JsonRefused", {
  message: Schema.String
}) {}

/**
 * Parses JSON text and refuses what `JSON.parse` would lose or hide without a word: a name that stands twice in one
 * object, numbers that a double cannot hold exactly, the name `__proto__`, and more than 100
 * levels of nesting. A number is kept when a double holds the very digits that were written; `-0` is 0.
 *
 * Source: RFC 8259, sections 4 and 6 (names should be unique; numbers that interoperate).
 */
export const parseJson = (text: string): Result.Result<Schema.Json, JsonRefused> => {
  let value: Schema.Json
  try {
    value = JSON.parse(text)
  } catch (cause) {
    return refuse(text.trim() === "" ? "there is no JSON" : `not valid JSON: ${reasonOf(cause)}`)
  }
  if (countNames(value, 0) !== countColons(text) || suspectNumber.test(text)) {
    const problem = findName(value, []) ?? findLoss(text)
    if (problem !== undefined) return refuse(problem)
  }
  return Result.succeed(negativeZero.test(text) ? withoutNegativeZero(value) : value)
}

const refuse = (message: string) => Result.fail(new JsonRefused({ message }))

const reasonOf = (cause: unknown): string => cause instanceof SyntaxError ? cause.message : String(cause)

/** How many names the objects in `value` have in all; not a number when one of them, or the depth, is not allowed. */
const countNames = (value: Schema.Json, depth: number): number => {
  if (!isNested(value)) return 0
  if (depth === maxJsonDepth) return NaN
  let count = 0
  for (const name of Object.keys(value)) {
    if (name === "__proto__") return NaN
    const item = value[name]
    count += isNested(item) ? countNames(item, depth + 1) : 0
  }
  return Array.isArray(value) ? count : count + Object.keys(value).length
}

/** At least as many as there are names; more when a name is repeated or a string looks like one. */
const countColons = (text: string): number => {
  let count = 0
  for (let colon = text.indexOf(":"); colon !== -1; colon = text.indexOf(":", colon + 1)) {
    let before = colon - 1
    while (isSpace(text.charCodeAt(before))) before--
    if (text.charCodeAt(before) === quote) count++
  }
  return count
}

const quote = 34
const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13)

const isNested = (value: Schema.Json | undefined): value is Nested => typeof value === "object" && value !== null

type Nested = Readonly<Record<string, Schema.Json>>

/** What is wrong with a name in `value`, or with its depth. */
const findName = (value: Schema.Json, path: ReadonlyArray<string>): string | undefined => {
  if (!isNested(value)) return undefined
  if (path.length === maxJsonDepth) return `more than ${maxJsonDepth} levels of nesting`
  for (const [name, item] of Object.entries(value)) {
    if (name === "__proto__") return `the property name '${[...path, name].join(".")}' is not allowed`
    const problem = findName(item, [...path, name])
    if (problem !== undefined) return problem
  }
  return undefined
}

/** A number of so many digits, or with such an exponent, may not be exact; a zero may be negative. */
const suspectNumber = /\d[\d.]{15}|\d[eE][+-]?\d{3}/
const negativeZero = /(?:^|[:[,\s])-0/
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]|-?\d[\d.eE+-]*/g

/** Looks through the tokens of valid JSON for what `JSON.parse` loses. */
const findLoss = (text: string): string | undefined => {
  const scopes: Array<Set<string>> = []
  let string = ""
  for (const [token] of text.matchAll(tokens)) {
    const first = token.charAt(0)
    if (first === "{" || first === "[") scopes.push(new Set())
    else if (first === "}" || first === "]") scopes.pop()
    else if (first === "\"") string = token
    else if (first === ":") {
      const name = String(JSON.parse(string))
      if (scopes.at(-1)?.has(name)) return `the property '${name}' stands twice in one object`
      scopes.at(-1)?.add(name)
    } else if (!isExact(token)) return `the number ${shorten(token, 40)} cannot be kept exactly`
  }
  return undefined
}

/** Whether the number that a double holds has the very digits that were written. */
const isExact = (written: string): boolean => {
  const value = Number(written)
  return Number.isFinite(value) && decimalOf(written) === decimalOf(String(value))
}

/** A decimal number as its digits without zeros at either end, and the power of ten that they are multiplied with. */
const decimalOf = (text: string): string => {
  const [mantissa = "", exponent = "0"] = text.replace("-", "").toLowerCase().split(/e(?=[+\d-])/)
  const sign = text.toLowerCase().includes("e-") ? -1 : 1
  const [integer = "", fraction = ""] = mantissa.split(".")
  const digits = (integer + fraction).replace(/^0+/, "")
  const significant = digits.replace(/0+$/, "")
  const power = sign * Math.abs(Number(exponent)) - fraction.length + digits.length - significant.length
  return significant === "" ? "0" : `${significant}e${power}`
}
