import { Tone } from "@recordop/core/calls"
import { shorten } from "@recordop/core/shorten"
import { Result } from "effect"
import { type CallerAction, type CallerStep, failures, isAwaiting, type Occasion } from "./CallerStep.ts"
import { parseShortDuration } from "./shortDuration.ts"

/** How many steps a script may have. */
export const maxSteps = 1_000

const expected = `expected speak 3s or silence 2s (1ms to 1h), tone #, hang up, fail ${failures.join("|")}, ` +
  "join|leave|mute|unmute NAME, when EVENT: STEP, or expect EVENT"

const expectedEvent = "expected established, prompt [NAME] [ends], recording [ends], transfer or hang up, " +
  "and within 5s (1ms to 1h) if it is not to take longer"

/** A word, or a text in quotes; `ends` when a colon follows. */
interface Token {
  readonly text: string
  readonly isQuoted: boolean
  readonly endsClause: boolean
}

const tokensOf = (text: string): ReadonlyArray<Token> =>
  Array.from(text.matchAll(/"([^"]*)"(:?)|\S+/g), ([whole, quoted, colon]) =>
    quoted === undefined
      ? { text: whole, isQuoted: false, endsClause: whole.endsWith(":") }
      : { text: quoted, isQuoted: true, endsClause: colon === ":" })

const isWord = (token: Token | undefined, word: string): boolean =>
  token !== undefined && !token.isQuoted && token.text.toLowerCase() === word

/** Reads a script. The failure says at which step and character, what is wrong and what is allowed. */
export const parseCallerScript = (text: string): Result.Result<ReadonlyArray<CallerStep>, string> => {
  const steps: Array<CallerStep> = []
  for (const { index, 0: part } of text.matchAll(/(?:"[^"]*"|[^;\n"])+|"/g)) {
    if (part.trim() === "") continue
    const read = parsePart(tokensOf(part))
    if (Result.isFailure(read)) {
      const at = index + part.length - part.trimStart().length + 1
      return Result.fail(
        `step ${steps.length + 1} (character ${at}): ${read.failure}, got '${shorten(part.trim(), 60)}'`
      )
    }
    steps.push(...read.success)
  }
  if (steps.length === 0) return Result.fail(`${expected}, got nothing`)
  return steps.length > maxSteps
    ? Result.fail(`expected at most ${maxSteps} steps, got ${steps.length}`)
    : Result.succeed(steps)
}

/** Reads one thing that the caller does, as in `speak 3s`. */
export const parseCallerAction = (text: string): Result.Result<CallerAction, string> => {
  const read = parsePart(tokensOf(text))
  const [step, ...others] = Result.isSuccess(read) ? read.success : []
  return step === undefined || isAwaiting(step) || others.length > 0 || /[;\n]/.test(text.trim())
    ? Result.fail(`${expected.replace(", when EVENT: STEP, or expect EVENT", "")}, got '${shorten(text.trim(), 60)}'`)
    : Result.succeed(step)
}

/** A step, or several when it waits: `when recording: tone #`. */
const parsePart = (tokens: ReadonlyArray<Token>): Result.Result<ReadonlyArray<CallerStep>, string> => {
  const [first, ...rest] = tokens
  if (isWord(first, "when")) {
    const last = rest.findIndex(({ endsClause }) => endsClause)
    if (last === -1) return Result.fail("expected a colon after the event, as in when recording: tone #")
    const clause = rest.slice(0, last + 1).map(withoutColon)
    const after = rest.slice(last + 1)
    return Result.flatMap(parseAwaited(clause), (awaited) => {
      const when: CallerStep = { _tag: "When", ...awaited }
      return after.length === 0
        ? Result.succeed([when])
        : Result.map(parsePart(after), (steps) => [when, ...steps])
    })
  }
  if (isWord(first, "expect")) {
    return Result.map(parseAwaited(rest), (awaited) => [{ _tag: "Expect", ...awaited }])
  }
  const action = first === undefined || first.isQuoted ? undefined : actionOf(first.text.toLowerCase(), rest)
  return action === undefined ? Result.fail(expected) : Result.succeed([action])
}

const withoutColon = (token: Token): Token =>
  token.endsClause && !token.isQuoted ? { ...token, text: token.text.slice(0, -1) } : token

const parseAwaited = (tokens: ReadonlyArray<Token>) => {
  const limit = tokens.findIndex((token) => isWord(token, "within"))
  const event = limit === -1 ? tokens : tokens.slice(0, limit)
  const occasion = occasionOf(event.filter(({ isQuoted, text }) => isQuoted || text !== ""))
  const within = limit === -1 ? null : durationOf(tokens.slice(limit + 1))
  return occasion === undefined || within === undefined
    ? Result.fail(expectedEvent)
    : Result.succeed({ occasion, within })
}

const occasionOf = (tokens: ReadonlyArray<Token>): Occasion | undefined => {
  const [first, second, third] = tokens
  const ends = isWord(tokens.at(-1), "ends")
  if (isWord(first, "prompt")) {
    const named = ends ? tokens.slice(1, -1) : tokens.slice(1)
    if (named.length > 1) return undefined
    const name = named[0] === undefined ? null : nameOf(named)
    return name === undefined ? undefined : { _tag: ends ? "PromptEnds" : "PromptBegins", name }
  }
  if (third !== undefined) return undefined
  if (isWord(first, "recording") && (second === undefined || ends)) {
    return { _tag: ends ? "RecordingEnds" : "RecordingBegins" }
  }
  if (isWord(first, "hang") && isWord(second, "up")) return { _tag: "HangUp" }
  if (second !== undefined) return undefined
  if (isWord(first, "established")) return { _tag: "Established" }
  return isWord(first, "transfer") ? { _tag: "Transfer" } : undefined
}

const durationOf = (tokens: ReadonlyArray<Token>): number | undefined => {
  const milliseconds = parseShortDuration(tokens.map(({ text }) => text).join(" "))
  return milliseconds === undefined || milliseconds < 1 || milliseconds > 3_600_000 ? undefined : milliseconds
}

const nameOf = (tokens: ReadonlyArray<Token>): string | undefined => {
  const name = tokens.map(({ text }) => text).join(" ")
  return name === "" || name.length > 256 || name.includes("\"") ? undefined : name
}

const actionOf = (verb: string, rest: ReadonlyArray<Token>): CallerAction | undefined => {
  const argument = rest.map(({ text }) => text).join(" ").toLowerCase()
  switch (verb) {
    case "speak":
    case "silence": {
      const milliseconds = durationOf(rest)
      return milliseconds === undefined
        ? undefined
        : { _tag: verb === "speak" ? "Speak" : "Silence", milliseconds }
    }
    case "tone": {
      const tone = Tone.literals.find((tone) => tone === argument.toUpperCase())
      return tone === undefined ? undefined : { _tag: "Tone", tone }
    }
    case "hang":
      return argument === "up" ? { _tag: "HangUp" } : undefined
    case "fail": {
      const part = failures.find((part) => part === argument)
      return part === undefined ? undefined : { _tag: "Fail", part }
    }
    default:
      return ofPerson(verb, nameOf(rest))
  }
}

const people: Readonly<Partial<Record<string, "Join" | "Leave" | "Mute" | "Unmute">>> = {
  join: "Join",
  leave: "Leave",
  mute: "Mute",
  unmute: "Unmute"
}

const ofPerson = (verb: string, name: string | undefined): CallerAction | undefined => {
  const _tag = people[verb]
  return _tag === undefined || name === undefined ? undefined : { _tag, name }
}
