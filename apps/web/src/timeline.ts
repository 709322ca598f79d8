import type { Json } from "./api.ts"
import { element } from "./dom.ts"
import { lanes, type Span, spansOf } from "./spans.ts"
import { type Heard, makeWaveform } from "./waveform.ts"

/** How many times as wide as the page it can be. */
const widest = 20

/** The timeline of a call: a lane for each kind of thing that happened, and what could be heard. */
export const makeTimeline = (
  events: ReadonlyArray<Json>,
  requests: ReadonlyArray<Json>,
  heard: Heard | undefined,
  zoomed: number
): HTMLElement => {
  const spans = spansOf(events, requests)
  const start = Math.min(...spans.map(({ from }) => from))
  const length = Math.max(1, ...spans.map(({ to }) => to - start))
  const inside = element(
    "div",
    { class: "lanes" },
    ...lanes.map((lane) => makeLane(lane, spans.filter((span) => span.lane === lane), start, length)),
    ...(heard === undefined ? [] : [
      makeRow("Bot", makeWaveform(heard.bot, "bot")),
      makeRow("Caller", makeWaveform(heard.caller, "caller"))
    ])
  )
  const zoom = element("input", {
    type: "range",
    id: "zoom",
    min: "1",
    max: String(widest),
    value: String(zoomed),
    "aria-label": "Zoom of the timeline"
  })
  const widen = () => {
    inside.style.width = `${Number(zoom.value) * 100}%`
  }
  zoom.addEventListener("input", widen)
  widen()
  return element(
    "section",
    { "aria-label": "Timeline" },
    zoom,
    element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Lanes" }, inside)
  )
}

const makeRow = (name: string, content: HTMLElement): HTMLElement =>
  element("div", { class: "lane" }, element("span", { class: "name" }, name), content)

const makeLane = (lane: string, spans: ReadonlyArray<Span>, start: number, length: number): HTMLElement => {
  const track = element("div", { class: "track" })
  const percent = (milliseconds: number): string => `${(milliseconds * 96) / length}%`
  for (const { from, text, to } of spans) {
    const kind = lane === "Recording" || lane === "Keys" ? "caller" : "bot"
    const title = `${text}: ${(from - start) / 1_000} s${to > from ? ` to ${(to - start) / 1_000} s` : ""}`
    const span = element("span", { class: kind, title }, text)
    // Set by the DOM: the policy of the page allows no style in HTML.
    span.style.left = percent(from - start)
    if (to > from) span.style.width = percent(to - from)
    track.append(span)
  }
  return makeRow(lane, track)
}
