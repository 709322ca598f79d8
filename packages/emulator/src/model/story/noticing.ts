import { shorten } from "@recordop/core/shorten"
import type { Occasion } from "../caller/CallerStep.ts"
import { type CallState, toCall } from "../CallState.ts"
import { isListening, playing } from "../operations/index.ts"
import { rosterOf } from "../roster.ts"
import type { Turn } from "../Turn.ts"

/** What whoever is in a call notices of it: what plays and what records, by something that tells it from others. */
interface Noticed {
  readonly prompt: { readonly key: string; readonly uri: string } | undefined
  readonly recording: string | undefined
}

const noticed = ({ queue: [first] }: Turn): Noticed => {
  if (first === undefined) return { prompt: undefined, recording: undefined }
  const { operation: { id }, task } = first
  const prompt = playing(task)
  return {
    prompt: prompt === undefined ? undefined : { key: `${id}/${prompt.index}`, uri: prompt.uri },
    recording: isListening(task) ? id : undefined
  }
}

/** Something that has happened between two states of a call; `key` tells what plays or records from others. */
export type Happening =
  | { readonly _tag: "PromptBegins"; readonly uri: string; readonly key: string }
  | { readonly _tag: "PromptEnds"; readonly uri: string }
  | { readonly _tag: "RecordingBegins"; readonly key: string }
  | { readonly _tag: "RecordingEnds" }
  | { readonly _tag: "Phase"; readonly state: CallState }

/** What has happened between two states of a call, in its order. */
export const happenings = (before: Turn, after: Turn): ReadonlyArray<Happening> => {
  const was = noticed(before)
  const is = noticed(after)
  const found: Array<Happening> = []
  if (was.prompt !== undefined && was.prompt.key !== is.prompt?.key) {
    found.push({ _tag: "PromptEnds", uri: was.prompt.uri })
  }
  if (was.recording !== undefined && was.recording !== is.recording) found.push({ _tag: "RecordingEnds" })
  if (is.prompt !== undefined && is.prompt.key !== was.prompt?.key) {
    found.push({ _tag: "PromptBegins", uri: is.prompt.uri, key: is.prompt.key })
  }
  if (is.recording !== undefined && is.recording !== was.recording) {
    found.push({ _tag: "RecordingBegins", key: is.recording })
  }
  if (before.state._tag !== after.state._tag) found.push({ _tag: "Phase", state: after.state })
  return found
}

/** Whether the bot has ended a call. Source of the subcode: Graph, "Delete call" (call end reason codes). */
const isEndedByBot = (state: CallState): boolean =>
  state._tag === "Terminated" && (state.resultInfo.subcode === 7000 || state.resultInfo.subcode === 7015)

const isNamed = (name: string | null, uri: string): boolean => name === null || uri.endsWith(name)

/** Whether what somebody waits for has just happened. */
export const isMetBy = (occasion: Occasion, happening: Happening): boolean => {
  switch (occasion._tag) {
    case "PromptBegins":
    case "PromptEnds":
      return happening._tag === occasion._tag && isNamed(occasion.name, happening.uri)
    case "RecordingBegins":
    case "RecordingEnds":
      return happening._tag === occasion._tag
    case "Established":
      return happening._tag === "Phase" && happening.state._tag === "Established"
    case "Transfer":
      return happening._tag === "Phase" && happening.state._tag === "Transferring"
    case "HangUp":
      return happening._tag === "Phase" && isEndedByBot(happening.state)
  }
}

/** What tells something that begins from others that do. */
export const keyOf = (happening: Happening): string | undefined => "key" in happening ? happening.key : undefined

/** Something that is so; `key` tells it from others where there can be several. */
export interface Found {
  readonly key: string | undefined
}

const only: Found = { key: undefined }

/** What somebody waits for, when it is so already. */
export const findNow = (occasion: Occasion, turn: Turn): Found | undefined => {
  const { prompt, recording } = noticed(turn)
  const { _tag } = turn.state
  switch (occasion._tag) {
    case "PromptBegins":
      return prompt !== undefined && isNamed(occasion.name, prompt.uri) ? prompt : undefined
    case "RecordingBegins":
      return recording === undefined ? undefined : { key: recording }
    case "Established":
      return _tag === "Established" ? only : undefined
    case "Transfer":
      return _tag === "Transferring" ? only : undefined
    default:
      return undefined
  }
}

/** Of an address no more is remembered. */
const longestUri = 200

/** What has happened, in words. */
export const describe = (happening: Happening): string => {
  switch (happening._tag) {
    case "PromptBegins":
      return `prompt ${shorten(happening.uri, longestUri)}`
    case "PromptEnds":
      return `prompt ${shorten(happening.uri, longestUri)} ends`
    case "RecordingBegins":
      return "recording"
    case "RecordingEnds":
      return "recording ends"
    case "Phase": {
      const { state } = toCall(happening.state)
      return happening.state._tag === "Terminated" ? `${state}: ${happening.state.resultInfo.message}` : state
    }
  }
}

/** How the people of a call have changed, in words. */
export const describeRoster = (before: CallState, after: CallState): ReadonlyArray<string> => {
  if (after._tag === "Terminated") return []
  const was = rosterOf(before).length
  const is = rosterOf(after).length
  return was === is ? [] : [`${is} in the call`]
}
