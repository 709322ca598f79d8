import { Tone } from "@recordop/core/calls"
import { shorten } from "@recordop/core/shorten"
import { Result, Schema } from "effect"
import {
  type CallerAction,
  type CallerStep,
  failures,
  isAwaiting,
  Milliseconds,
  Name,
  type Occasion
} from "./CallerStep.ts"
import { parseShortDuration } from "./shortDuration.ts"
import { isWord, partsOf, type Token, tokensOf, wordsOf } from "./Token.ts"

/** How many steps a script may have. */
export const maxSteps = 1_000

const expectedAction = `expected speak 3s or silence 2s (1ms to 1h), tone #, hang up, fail ${failures.join("|")}, ` +
  "join|leave|mute|unmute NAME, play SOUND.wav, say \"TEXT\""

const expectedStep = `${expectedAction}, when EVENT: STEP, or expect EVENT`

const expectedEvent = "expected established, prompt [NAME] [ends], recording [ends], transfer or hang up, " +
  "and within 5s (1ms to 1h) if it is not to take longer"

/** Reads a script. The failure says at which step and character, what is wrong and what is allowed. */
export const parseCallerScript = (text: string): Result.Result<ReadonlyArray<CallerStep>, string> => {
  const steps: Array<CallerStep> = []
  for (const part of partsOf(text)) {
    const problem = readPart(tokensOf(part.text), steps)
    if (problem !== undefined) {
      return Result.fail(
        `step ${steps.length + 1} (character ${part.index + 1}): ${problem}, got '${shorten(part.text, 60)}'`
      )
    }
  }
  if (steps.length === 0) return Result.fail(`${expectedStep}, got nothing`)
  return steps.length > maxSteps
    ? Result.fail(`expected at most ${maxSteps} steps, got ${steps.length}`)
    : Result.succeed(steps)
}

/** Reads one thing that the caller does, as in `speak 3s`. */
export const parseCallerAction = (text: string): Result.Result<CallerAction, string> => {
  const steps: Array<CallerStep> = []
  const [part, ...others] = partsOf(text)
  const problem = part === undefined || others.length > 0 ? expectedAction : readPart(tokensOf(part.text), steps)
  const [step] = steps
  return problem !== undefined || step === undefined || isAwaiting(step)
    ? Result.fail(`${expectedAction}, got '${shorten(text.trim(), 60)}'`)
    : Result.succeed(step)
}

/** Reads a step, or several when it waits, as in `when recording: tone #`; what is wrong with them, if anything. */
const readPart = (tokens: ReadonlyArray<Token>, steps: Array<CallerStep>): string | undefined => {
  let from = 0
  while (isWord(tokens[from], "when")) {
    let colon = from + 1
    while (tokens[colon]?.endsClause === false) colon++
    if (colon >= tokens.length) return "expected a colon after the event, as in when recording: tone #"
    const awaited = awaitedOf(tokens.slice(from + 1, colon + 1).map(withoutColon))
    if (awaited === undefined) return expectedEvent
    steps.push({ _tag: "When", ...awaited })
    from = colon + 1
    if (from === tokens.length) return undefined
  }
  const [verb, ...rest] = tokens.slice(from)
  if (isWord(verb, "expect")) {
    const awaited = awaitedOf(rest)
    if (awaited === undefined) return expectedEvent
    steps.push({ _tag: "Expect", ...awaited })
    return undefined
  }
  const action = verb === undefined || verb.isQuoted ? undefined : actionOf(verb.text.toLowerCase(), rest)
  if (action === undefined) return expectedStep
  steps.push(action)
  return undefined
}

const withoutColon = (token: Token): Token =>
  token.endsClause && !token.isQuoted ? { ...token, text: token.text.slice(0, -1) } : token

const awaitedOf = (
  tokens: ReadonlyArray<Token>
): { readonly occasion: Occasion; readonly within: number | null } | undefined => {
  const limit = tokens.findIndex((token) => isWord(token, "within"))
  const event = limit === -1 ? tokens : tokens.slice(0, limit)
  const occasion = occasionOf(event.filter(({ isQuoted, text }) => isQuoted || text !== ""))
  const within = limit === -1 ? null : durationOf(tokens.slice(limit + 1))
  return occasion === undefined || within === undefined ? undefined : { occasion, within }
}

const occasionOf = (tokens: ReadonlyArray<Token>): Occasion | undefined => {
  const [first, ...rest] = tokens
  if (isWord(first, "prompt")) {
    const ends = isWord(rest.at(-1), "ends")
    const [named, ...others] = ends ? rest.slice(0, -1) : rest
    const name = named === undefined ? null : nameOf([named])
    return name === undefined || others.length > 0 ? undefined : { _tag: ends ? "PromptEnds" : "PromptBegins", name }
  }
  switch (wordsOf(tokens)?.toLowerCase()) {
    case "recording":
      return { _tag: "RecordingBegins" }
    case "recording ends":
      return { _tag: "RecordingEnds" }
    case "hang up":
      return { _tag: "HangUp" }
    case "established":
      return { _tag: "Established" }
    case "transfer":
      return { _tag: "Transfer" }
    default:
      return undefined
  }
}

const durationOf = (tokens: ReadonlyArray<Token>): number | undefined => {
  const milliseconds = parseShortDuration(wordsOf(tokens) ?? "")
  return Schema.is(Milliseconds)(milliseconds) ? milliseconds : undefined
}

/** One text in quotes, or words. */
const nameOf = (tokens: ReadonlyArray<Token>): string | undefined => {
  const [first, ...others] = tokens
  const name = others.length === 0 ? first?.text : wordsOf(tokens)
  return Schema.is(Name)(name) ? name : undefined
}

const actionOf = (verb: string, rest: ReadonlyArray<Token>): CallerAction | undefined => {
  const argument = wordsOf(rest)?.toLowerCase()
  switch (verb) {
    case "speak":
    case "silence": {
      const milliseconds = durationOf(rest)
      return milliseconds === undefined ? undefined : { _tag: verb === "speak" ? "Speak" : "Silence", milliseconds }
    }
    case "play":
      return playOf(rest)
    case "say": {
      const said = playOf(rest)
      return said === undefined ? undefined : { ...said, isSpeech: true }
    }
    case "tone": {
      const tone = Tone.literals.find((tone) => tone === argument?.toUpperCase())
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

/** The name of a sound file, and what is in it once that is known. */
const playOf = (tokens: ReadonlyArray<Token>): Extract<CallerAction, { readonly _tag: "Play" }> | undefined => {
  const known = isWord(tokens.at(-2), "as")
    ? /^(?<id>[0-9a-f]{16})\/(?<sound>.*)$/u.exec(tokens.at(-1)?.text ?? "")
    : null
  const name = nameOf(known === null ? tokens : tokens.slice(0, -2))
  if (name === undefined) return undefined
  const { id = "", sound = "" } = known?.groups ?? {}
  return known === null ? { _tag: "Play", name } : { _tag: "Play", name, file: { id, sound } }
}

const people = new Map<string, "Join" | "Leave" | "Mute" | "Unmute">([
  ["join", "Join"],
  ["leave", "Leave"],
  ["mute", "Mute"],
  ["unmute", "Unmute"]
])

const ofPerson = (verb: string, name: string | undefined): CallerAction | undefined => {
  const _tag = people.get(verb)
  return _tag === undefined || name === undefined ? undefined : { _tag, name }
}
