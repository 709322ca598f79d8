import { type Json, textOf } from "./api.ts"
import { element } from "./dom.ts"

interface Span {
  readonly lane: string
  readonly from: number
  readonly to: number
  readonly text: string
}

const at = (event: Json): number => Date.parse(textOf(event, "at"))

/** The events of a call as spans; what goes on ends with the last event. */
export const spansOf = (events: ReadonlyArray<Json>): ReadonlyArray<Span> => {
  const end = Math.max(...events.map(at))
  return events.flatMap((event, index): ReadonlyArray<Span> => {
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
        return [{ lane: "Bot", from, to: until("promptEnded"), text: textOf(event, "uri").split("/").at(-1) ?? "" }]
      case "recordingStarted":
        return [{ lane: "Recording", from, to: until("recordingEnded"), text: "recording" }]
      case "tonePressed":
        return [{ lane: "Keys", from, to: from, text: textOf(event, "tone") }]
      default:
        return []
    }
  })
}

const lanes = ["State", "Bot", "Recording", "Keys"]

/** The timeline of a call: a lane for its states, what the bot plays, what is recorded, and keys. */
export const makeTimeline = (events: ReadonlyArray<Json>): HTMLElement => {
  const spans = spansOf(events)
  const start = Math.min(...spans.map(({ from }) => from))
  const length = Math.max(1, ...spans.map(({ to }) => to - start))
  const percent = (milliseconds: number): string => `${(milliseconds * 96) / length}%`
  const track = (lane: string) => {
    const made = element("div", { class: "track" })
    for (const { from, text, to } of spans.filter((span) => span.lane === lane)) {
      const kind = lane === "Bot" || lane === "State" ? "bot" : "caller"
      const title = `${text}: ${(from - start) / 1_000} s${to > from ? ` to ${(to - start) / 1_000} s` : ""}`
      const span = element("span", { class: kind, title }, text)
      // Set by the DOM: the policy of the page allows no style in HTML.
      span.style.left = percent(from - start)
      if (to > from) span.style.width = percent(to - from)
      made.append(span)
    }
    return made
  }
  return element(
    "div",
    { class: "lanes", role: "group", "aria-label": "Timeline" },
    ...lanes.map((lane) => element("div", { class: "lane" }, element("span", {}, lane), track(lane)))
  )
}
