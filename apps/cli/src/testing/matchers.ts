import type { CallClient, RequestsClient } from "@recordop/client"
import type { RecordOperation } from "@recordop/core"
import { type BotNotification, parseNotifications } from "@recordop/core/calls"
import { differencesOf } from "@recordop/emulator/model/journal/differences"
import { Predicate, Result, Schema } from "effect"
import { formatDifferences, formatValue } from "./formatDifferences.ts"

/** How a matcher ends, as test runners want it. */
export interface Matched {
  readonly pass: boolean
  readonly message: () => string
}

/** What can be looked at: an emulator, or a call. */
export interface Observed {
  readonly requests: Pick<RequestsClient, "list" | "check">
  readonly notifications: { readonly list: () => Promise<ReadonlyArray<{ readonly body: unknown }>> }
}

/** The matchers of a call and of an emulator. Each has to be awaited. */
export interface EmulatorMatchers {
  /** A call has a recording, which is so: `{ completionReason: "stopToneDetected" }`. */
  toHaveRecorded: (expected?: Partial<RecordOperation>) => Promise<void>
  /** The bot has played a prompt of this URL, or of this file name, on its own or with a recording. */
  toHavePlayed: (uri: string) => Promise<void>
  /** The bot was told of something, such as `callUpdated`, and of this in it. */
  toHaveBeenTold: (tag: BotNotification["_tag"], expected?: object) => Promise<void>
  /** The bot has asked for something: `("POST", "/calls/*\/playPrompt", { loop: true })`. */
  toHaveAsked: (method: string, path: string, body?: object) => Promise<void>
}

const json = Schema.decodeUnknownSync(Schema.Json)

/** What JSON makes of a value that a test expects. */
const toJson = (value: unknown): Schema.Json => json(JSON.parse(JSON.stringify(value)))

const matched = (pass: boolean, what: string, found: string): Matched => ({
  pass,
  message: () => pass ? `Expected the bot not to have ${what}.` : `Expected the bot to have ${what}.\n${found}`
})

const nearest = (
  label: string,
  expected: Schema.Json,
  found: ReadonlyArray<readonly [name: string, value: Schema.Json]>
) => {
  const compared = found.map(([name, value]) => ({ name, differences: differencesOf(expected, value, "") }))
  const [first] = compared.toSorted((a, b) => a.differences.length - b.differences.length)
  return {
    pass: first?.differences.length === 0,
    found: first === undefined ? `There is no ${label}.` : formatDifferences(first.name, first.differences)
  }
}

const toHaveRecorded = async (call: CallClient, expected: Partial<RecordOperation> = {}): Promise<Matched> => {
  const recordings: Array<readonly [string, Schema.Json]> = []
  for await (const one of call.operations()) recordings.push([`recording ${one.id}`, toJson(one)])
  const { found, pass } = nearest("recording", toJson(expected), recordings)
  return matched(pass, `recorded ${formatValue(toJson(expected))}`, found)
}

const toHaveBeenTold = async (
  { notifications }: Observed,
  tag: BotNotification["_tag"],
  expected: object = {}
): Promise<Matched> => {
  const told = (await notifications.list()).flatMap(({ body }) => Result.getOrElse(parseNotifications(body), () => []))
  const ofTag = told.filter(({ _tag }) => _tag === tag).map((one) => [tag, toJson(one)] as const)
  const { found, pass } = nearest(tag, toJson(expected), ofTag)
  const tags = told.map(({ _tag }) => _tag)
  const all = ofTag.length > 0 ? "" : ` It was told ${tags.length === 0 ? "nothing" : tags.join(", ")}.`
  return matched(pass, `been told ${tag} ${formatValue(toJson(expected))}`, found + all)
}

const toHaveAsked = async (
  { requests }: Observed,
  method: string,
  path: string,
  body?: object
): Promise<Matched> => {
  const { isMet, nearest } = await requests.check({
    direction: "received",
    method,
    path,
    ...(body === undefined ? {} : { body: toJson(body) })
  })
  const misses = nearest.map(({ differences, request }) =>
    formatDifferences(`${request.method} ${request.url}`, differences)
  )
  const what = `asked ${method} ${path}${body === undefined ? "" : ` ${formatValue(toJson(body))}`}`
  return matched(isMet, what, misses.length === 0 ? "It asked nothing." : misses.join("\n"))
}

const toHavePlayed = async ({ requests }: Observed, uri: string): Promise<Matched> => {
  const asked = await requests.list({ direction: "received", method: "POST", path: "/calls/**" })
  const played = asked.filter(({ response }) => response?.status === 200).flatMap(({ body }) => urisIn(body))
  const pass = played.some((one) => one === uri || one.split(/[?#]/u)[0]?.endsWith(`/${uri}`))
  return matched(pass, `played ${uri}`, `It played ${played.length === 0 ? "nothing" : played.join(", ")}.`)
}

/** The URLs of the prompts of a playPrompt or recordResponse. */
const urisIn = (body: Schema.Json | undefined): ReadonlyArray<string> => {
  const prompts = Predicate.hasProperty(body, "prompts") && Array.isArray(body.prompts) ? body.prompts : []
  return prompts.flatMap((prompt: unknown) =>
    Predicate.hasProperty(prompt, "mediaInfo") && Predicate.hasProperty(prompt.mediaInfo, "uri") &&
      typeof prompt.mediaInfo.uri === "string"
      ? [prompt.mediaInfo.uri]
      : []
  )
}

/** What test runners are extended by. */
export const matchers = { toHaveRecorded, toHavePlayed, toHaveBeenTold, toHaveAsked }
