import { ask, callPath, isJson, type Json, listOf, textOf } from "./api.ts"
import { quoted } from "./copy.ts"

/** Something that happened, as a step, with when it began and ended. */
interface Moment {
  readonly from: number
  readonly to: number
  readonly step: string
  /** Whether the caller does it, and time has to pass before. */
  readonly isOfCaller: boolean
}

/**
 * The script of a caller who does what this one did, and expects of the bot what this one did. `names` are those of sound files by their
 * ids.
 */
export const scriptOf = (events: ReadonlyArray<Json>, names: ReadonlyMap<string, string>): string => {
  const moments = events.flatMap((event): ReadonlyArray<Moment> => momentsOf(event, names))
    .toSorted((one, other) => one.from - other.from)
  const steps: Array<string> = []
  let now = moments[0]?.from ?? 0
  for (const { from, isOfCaller, step, to } of moments) {
    if (isOfCaller && from > now) steps.push(`silence ${from - now}ms`)
    steps.push(step)
    now = Math.max(now, to)
  }
  return steps.join("; ")
}

const momentsOf = (event: Json, names: ReadonlyMap<string, string>): ReadonlyArray<Moment> => {
  const at = Date.parse(textOf(event, "at"))
  const expected = (what: string): Moment => ({ from: at, to: at, step: `expect ${what}`, isOfCaller: false })
  switch (event["type"]) {
    case "promptStarted":
      return [expected(`prompt "${textOf(event, "uri").split("/").at(-1)?.replaceAll("\"", "")}"`)]
    case "recordingStarted":
      return [expected("recording")]
    case "recordingEnded":
      return saidIn(textOf(event, "sound"), at, names)
    case "tonePressed":
      return [{ from: at, to: at, step: `tone ${textOf(event, "tone").replace("tone", "")}`, isOfCaller: true }]
    case "callState":
      return textOf(event, "state") === "established" ? [expected("established")] : []
    default:
      return []
  }
}

/** What was said in a recording that ended at an instant: by a file where it has a name, and by speaking as long elsewhere. */
const saidIn = (sound: string, end: number, names: ReadonlyMap<string, string>): ReadonlyArray<Moment> => {
  const stretches = Array.from(sound.matchAll(/([+-])(\d+)(?:@([0-9a-f]+):(\d+))?/gu))
  let at = end - stretches.reduce((sum, [, , milliseconds]) => sum + Number(milliseconds), 0)
  const said: Array<Moment> = []
  let file = ""
  for (const [, sign, text, id = "", offset] of stretches) {
    const from = at
    at += Number(text)
    const name = names.get(id)
    const isSameFile = name !== undefined && id === file && said.length > 0
    file = name === undefined ? "" : id
    const last = said.at(-1)
    if (isSameFile && last !== undefined) said[said.length - 1] = { ...last, to: at }
    else if (name !== undefined) {
      // A file that begins with silence began before anybody spoke in it.
      said.push({ from: from - Number(offset), to: at, step: `play "${name}"`, isOfCaller: true })
    } else if (sign === "+") {
      const isSame = last !== undefined && last.step.startsWith("speak") && last.to === from
      const begun = isSame ? last.from : from
      if (isSame) said.pop()
      said.push({ from: begun, to: at, step: `speak ${at - begun}ms`, isOfCaller: true })
    }
  }
  return said
}

/** How the call ended, as a step: by the caller, by the bot, or not yet. */
const endOf = (call: Json | undefined): ReadonlyArray<string> => {
  const result = call?.["resultInfo"]
  if (!isJson(result)) return []
  const { code, subcode } = result
  if (subcode === byBot) return ["expect hang up"]
  return code === 200 ? ["hang up"] : []
}

/** Graph's subcode of a call that the bot has ended. */
const byBot = 7_000

/** The command that calls the bot as this call did, and fails when the bot does something else. */
export const testOf = async (callId: string): Promise<string> => {
  const [timeline, sounds, calls, told] = await Promise.all([
    ask("GET", `${callPath(callId)}/timeline`),
    ask("GET", "/_emulator/sounds"),
    ask("GET", "/_emulator/calls"),
    ask("GET", `/_emulator/requests?direction=sent&callId=${encodeURIComponent(callId)}`)
  ])
  const call = listOf(calls).map((summary) => summary["call"]).filter(isJson).find(({ id }) => id === callId)
  const names = new Map(listOf(sounds).map((sound) => [textOf(sound, "id"), textOf(sound, "name")]))
  const script = [scriptOf(listOf(timeline), names), ...endOf(call)].join("; ")
  // A bot that answers may want to be told elsewhere: the first that was told is where it was called.
  const uri = textOf(listOf(told)[0], "url") || textOf(call, "callbackUri")
  return `recordop call incoming --wait --callback-uri ${quoted(uri)} --script ${quoted(script)}`
}
