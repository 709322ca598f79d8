import { type Json, textOf } from "./api.ts"

/** Something in a lane of the timeline, from one time to another. */
export interface Span {
  readonly lane: string
  readonly from: number
  readonly to: number
  readonly text: string
}

/** The lanes, from top to bottom. */
export const lanes = ["State", "Prompts", "Recording", "Keys", "Requests", "Notifications"]

const at = (event: Json): number => Date.parse(textOf(event, "at"))

/** What happened in a call, and what was asked and told, as spans; what goes on ends with the last of it. */
export const spansOf = (events: ReadonlyArray<Json>, requests: ReadonlyArray<Json>): ReadonlyArray<Span> => {
  const end = Math.max(...events.map(at))
  const seen = events.flatMap((event, index): ReadonlyArray<Span> => {
    const from = at(event)
    const until = (type: string): number => {
      const ended = events.slice(index).find((later) =>
        later["type"] === type && later["operationId"] === event["operationId"] && later["index"] === event["index"]
      )
      return ended === undefined ? end : at(ended)
    }
    switch (event["type"]) {
      case "callState":
        return [{ lane: "State", from, to: from, text: textOf(event, "state") }]
      case "promptStarted":
        return [{ lane: "Prompts", from, to: until("promptEnded"), text: textOf(event, "uri").split("/").at(-1) ?? "" }]
      case "recordingStarted":
        return [{ lane: "Recording", from, to: until("recordingEnded"), text: "recording" }]
      case "tonePressed":
        return [{ lane: "Keys", from, to: from, text: textOf(event, "tone").replace("tone", "") }]
      default:
        return []
    }
  })
  const asked = requests.filter((request) => at(request) <= end).map((request): Span => {
    const lane = textOf(request, "direction") === "sent" ? "Notifications" : "Requests"
    const from = at(request)
    return { lane, from, to: from, text: `${textOf(request, "method")} ${textOf(request, "url").split("/").at(-1)}` }
  })
  return [...seen, ...asked]
}
