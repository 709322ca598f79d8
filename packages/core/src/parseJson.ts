import { Result, Schema } from "effect"
import { maxJsonDepth } from "./internal/json.ts"

/** Text that is not JSON, or JSON of which something would be lost or be dangerous to keep. */
export class JsonRefused extends Schema.TaggedError<JsonRefused>()("JsonRefused", {
  message: Schema.String
}) {}

/**
 * Parses JSON text and refuses what `JSON.parse` would lose or hide without a word: a name that stands twice in one
 * object, numbers beyond a double, integers that a double cannot hold exactly, the name `__proto__`, and more than 100 levels of nesting.
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
  const names = countNames(value, [])
  if (typeof names === "string") return refuse(names)
  if (names !== countColons(text) || suspectNumber.test(text)) {
    const lost = findLoss(text)
    if (lost !== undefined) return refuse(lost)
  }
  return Result.succeed(value)
}

const refuse = (message: string) => Result.fail(new JsonRefused({ message }))

const reasonOf = (cause: unknown): string => cause instanceof SyntaxError ? cause.message : String(cause)

/** How many names the objects in `value` have in all, or what is wrong with one of them. */
const countNames = (value: Schema.Json, path: ReadonlyArray<string>): number | string => {
  if (typeof value !== "object" || value === null) return 0
  if (path.length === maxJsonDepth) return `more than ${maxJsonDepth} levels of nesting`
  const isArray = Array.isArray(value)
  let count = 0
  for (const [name, item] of Object.entries(value)) {
    if (name === "__proto__") return `the property name '${[...path, name].join(".")}' is not allowed`
    const names = typeof item === "object" ? countNames(item, [...path, name]) : 0
    if (typeof names === "string") return names
    count += isArray ? names : names + 1
  }
  return count
}

/** At least as many as there are names; more when a name is repeated or a string looks like one. */
const countColons = (text: string): number => {
  let count = 0
  nameEnd.lastIndex = 0
  while (nameEnd.test(text)) count++
  return count
}

const nameEnd = /"\s*:/g
const suspectNumber = /\d{16}|e\+?\d{3}/i
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
  return Number.isFinite(value) && (!/^-?\d+$/.test(number) || BigInt(number) === BigInt(value))
}

const shorten = (text: string): string => text.length > 40 ? `${text.slice(0, 40)}…` : text
