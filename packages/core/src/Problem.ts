import { SchemaIssue } from "effect"
import { shorten } from "./shorten.ts"

/** One thing that is wrong with a value, and where. */
export interface Problem {
  /** The property, as in `resultInfo.code`; empty for the value itself. */
  readonly path: string
  /** What is allowed there and, where it helps, what was found. */
  readonly message: string
}

const toStandard = SchemaIssue.makeFormatterStandardSchemaV1()

/** Lists the problems that an issue stands for. Decode with `decodeOptions` to get all of them and what was found. */
export const problemsOf = (issue: SchemaIssue.Issue): ReadonlyArray<Problem> =>
  toStandard(issue).issues.map(({ message, path }) => ({
    path: (path ?? []).map(segmentOf).join("."),
    message: message.replace(longInput, (_, input: string) => `, got ${shorten(input, longestInput)}`)
  }))

/** Puts problems into one line, as in `status: Expected "NotStarted" | "Running" …, got "Done"`. */
export const formatProblems = (problems: ReadonlyArray<Problem>): string =>
  problems.map(({ message, path }) => path === "" ? message : `${path}: ${message}`).join("; ")

/** Makes a decoder report every problem and the value that was found. */
export const decodeOptions = { errors: "all", reportInput: true } as const

const longInput = /, got (.{60}.+)$/s
const longestInput = 60

const segmentOf = (segment: PropertyKey | { readonly key: PropertyKey }): string =>
  String(typeof segment === "object" ? segment.key : segment)
