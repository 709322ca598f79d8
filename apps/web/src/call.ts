import { ask, callPath, type Json, listOf, textOf } from "./api.ts"
import { copyButton } from "./copy.ts"
import { element, keepAsItWas } from "./dom.ts"
import { makeExchanges } from "./exchanges.ts"
import { makeOperations } from "./operations.ts"
import { makePhone, type Phone } from "./phone.ts"
import { playPrompts } from "./prompts.ts"
import { testOf } from "./script.ts"
import { makeTimeline } from "./timeline.ts"
import { fetchHeard, type Heard } from "./waveform.ts"

/** Shows one call: its phone, what has happened in it, and what was sent. */
export const showCall = async (view: HTMLElement, callId: string): Promise<void> => {
  const path = callPath(callId)
  const query = `callId=${encodeURIComponent(callId)}`
  const [timeline, notifications, requests, operations] = await Promise.all([
    ask("GET", `${path}/timeline`),
    ask("GET", `/_emulator/notifications?${query}`),
    ask("GET", `/_emulator/requests?${query}`),
    ask("GET", `${path}/operations`)
  ])
  const known = JSON.stringify([timeline, notifications, requests, operations])
  if (view.dataset["known"] === known) return
  view.dataset["known"] = known
  const events = listOf(timeline)
  playPrompts(events)
  const heard = await heardIn(path, events)
  const before = view.querySelector("#happened")
  const isShown = before !== null && view.dataset["call"] === callId
  const zoom = Number(isShown ? view.querySelector<HTMLInputElement>("#zoom")?.value ?? 1 : 1)
  const state = events.findLast(({ type }) => type === "callState")
  const shown = element(
    "div",
    { id: "happened" },
    troubleOf(listOf(notifications)),
    element("p", { class: "state" }, `State: ${state === undefined ? "incoming" : textOf(state, "state")}`),
    ...(events.length === 0 ? [] : [makeTimeline(events, listOf(requests), heard, zoom)]),
    makeOperations(callId, listOf(operations)),
    makeExchanges(listOf(notifications), listOf(requests))
  )
  if (isShown) {
    keepAsItWas(before, shown)
    before.replaceWith(shown)
  } else {
    phone = makePhone(callId)
    view.dataset["call"] = callId
    view.replaceChildren(
      element("h2", {}, `Call ${callId}`),
      element(
        "div",
        { class: "beside" },
        phone.shown,
        element(
          "div",
          { class: "what" },
          element(
            "div",
            { class: "row" },
            element("audio", { controls: "", preload: "none", "aria-label": "The whole call", src: `${path}/audio` }),
            copyButton("Copy as a test", () => testOf(callId))
          ),
          shown
        )
      )
    )
  }
  if (textOf(state, "state") === "terminated") phone?.end()
}

/** Why the bot does not know what happens, when it does not: nothing else on the page moves then. */
const troubleOf = (notifications: ReadonlyArray<Json>): HTMLElement | undefined => {
  const late = notifications.find((one) => one["state"] !== "delivered" && listOf(one, "attempts").length > 0)
  if (late === undefined) return undefined
  const last = listOf(late, "attempts").at(-1)
  const why = textOf(last, "error") || `it answered ${String(last?.["status"])}`
  return element("p", { class: "trouble" }, `The bot has not taken a notification: ${why}`)
}

let phone: Phone | undefined
let last: { readonly key: string; readonly heard: Heard | undefined } = { key: "", heard: undefined }

/** What could be heard, asked for again when something that is heard has ended. */
const heardIn = async (path: string, events: ReadonlyArray<Json>): Promise<Heard | undefined> => {
  if (events.length === 0) return undefined
  const ended = events.filter(({ type }) => type === "promptEnded" || type === "recordingEnded" || type === "callState")
  const key = `${path} ${ended.length}`
  if (key !== last.key) last = { key, heard: await fetchHeard(`${path}/audio`) }
  return last.heard
}
