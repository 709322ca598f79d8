import { type Json, textOf } from "./api.ts"
import { element } from "./dom.ts"
import { lanes, type Span, spansOf } from "./spans.ts"
import { type Heard, makeWaveform } from "./waveform.ts"

/** How the server gives what could be heard: 16 kHz. */
const samplesPerMillisecond = 16

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
  const [first] = events
  const heardFrom = Date.parse(textOf(first, "at"))
  const heardTo = heardFrom + (heard?.bot.length ?? 0) / samplesPerMillisecond
  const scale: Scale = { start, length: Math.max(1, heardTo - start, ...spans.map(({ to }) => to - start)) }
  const waveform = (name: string, samples: Int16Array, kind: string) => {
    const picture = makeWaveform(samples, kind)
    place(picture, heardFrom, heardTo, scale)
    return makeRow(name, element("div", { class: "track heard" }, picture))
  }
  const inside = element(
    "div",
    { class: "lanes" },
    ...lanes.map((lane) => makeLane(lane, spans.filter((span) => span.lane === lane), scale)),
    ...(heard === undefined
      ? []
      : [waveform("Bot", heard.bot, "bot"), waveform("Caller", heard.caller, "caller")])
  )
  const zoom = element("input", {
    type: "range",
    id: "zoom",
    min: "1",
    max: String(widest),
    value: String(zoomed)
  })
  const widen = () => {
    inside.style.width = `${Number(zoom.value) * 100}%`
  }
  zoom.addEventListener("input", widen)
  widen()
  return element(
    "section",
    { "aria-label": "Timeline" },
    element("label", { class: "zoom" }, "Zoom", zoom),
    element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Lanes" }, inside)
  )
}

const makeRow = (name: string, content: HTMLElement): HTMLElement =>
  element("div", { class: "lane" }, element("span", { class: "name" }, name), content)

const makeLane = (lane: string, spans: ReadonlyArray<Span>, scale: Scale): HTMLElement => {
  const track = element("div", { class: "track" })
  const seconds = (time: number): string => `${(time - scale.start) / 1_000} s`
  for (const { from, text, to } of spans) {
    const kind = lane === "Recording" || lane === "Keys" ? "caller" : "bot"
    const title = `${text}: ${seconds(from)}${to > from ? ` to ${seconds(to)}` : ""}`
    const span = element("span", { class: kind, title }, text)
    place(span, from, to, scale)
    track.append(span)
  }
  return makeRow(lane, track)
}

/** From when the timeline is, and how long, in milliseconds. */
interface Scale {
  readonly start: number
  readonly length: number
}

/** How much of the width is used, in percent: the last thing has its text behind it. */
const used = 96

/** Set by the DOM: the policy of the page allows no style in HTML. */
const place = ({ style }: HTMLElement | SVGElement, from: number, to: number, { length, start }: Scale): void => {
  style.left = `${((from - start) * used) / length}%`
  if (to > from) style.width = `${((to - from) * used) / length}%`
}
