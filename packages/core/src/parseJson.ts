import { Result, Schema } from "effect"
import { maxJsonDepth } from "./internal/json.ts"

/** Text that is not JSON, or JSON of which something would be lost or be dangerous to keep. */
export class JsonRefused extends Schema.TaggedError<JsonRefused>()("JsonRefused", {
  message: Schema.String
}) {}

/**
 * Parses JSON text and refuses what `JSON.parse` would lose or hide without a word: a name that stands twice in one
 * object, numbers beyond a double, integers that a double cannot hold exactly, the name `__proto__`, and more than 100
 * levels of nesting.
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
  return Result.succeed(value)
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

const suspectNumber = /\d{16}|e[+-]?\d{3}/i
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
    } else if (!isExact(token)) return `the number ${shorten(token)} cannot be kept exactly`
  }
  return undefined
}

const isExact = (number: string): boolean => {
  const value = Number(number)
  if (!Number.isFinite(value)) return false
  const [, integer] = /^(-?\d+)(?:\.0+)?$/.exec(number) ?? []
  if (integer !== undefined) return String(value) === integer || BigInt(integer) === BigInt(value)
  return value !== 0 || !/[1-9]/.test(number.replace(/e.*/i, ""))
}

const shorten = (text: string): string => text.length > 40 ? `${text.slice(0, 40)}…` : text
