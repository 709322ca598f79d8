import { ask, isJson, type Json, listOf, textOf } from "./api.ts"
import { button, element, field, table } from "./dom.ts"

/** Shows the calls that stand and those that have ended, and lets somebody call the bot. */
export const showCalls = async (view: HTMLElement): Promise<void> => {
  const [calls, clock] = await Promise.all([ask("GET", "/_emulator/calls"), ask("GET", "/_emulator/clock")])
  const before = view.querySelector("#calls")
  const shown = element("div", { id: "calls" })
  const filter = view.querySelector<HTMLInputElement>("#filter") ?? makeFilter(() => void showCalls(view))
  const rows = listOf(calls).map((summary) => rowOf(summary, textOf(clock, "now"))).filter(({ text }) =>
    text.includes(filter.value.toLowerCase())
  )
  shown.append(table(["Call", "With", "State", "Direction", "Began", "For", "Bot"], rows.map(({ cells }) => cells)))
  // What somebody types goes on while the list changes.
  if (before !== null) return before.replaceWith(shown)
  const uri = element("input", { type: "url", size: "40", placeholder: "of the server, by --webhook" })
  const call = async () => {
    const made = await ask("POST", "/_emulator/incomingCalls", {
      ...(uri.value === "" ? {} : { callbackUri: uri.value }),
      script: "silence 1h"
    })
    location.hash = `#/calls/${textOf(made, "id")}`
  }
  view.replaceChildren(
    element("h2", {}, "Call the bot"),
    element("div", { class: "row" }, field("Webhook of the bot", uri), button("Call", call)),
    element("h2", {}, "Calls"),
    element("div", { class: "row" }, field("Filter", filter)),
    shown
  )
}

const makeFilter = (onInput: () => void): HTMLInputElement => {
  const made = element("input", { type: "search", id: "filter" })
  made.addEventListener("input", onInput)
  return made
}

const rowOf = (summary: Json, now: string) => {
  const call = isJson(summary["call"]) ? summary["call"] : {}
  const id = textOf(call, "id")
  const link = element("a", { href: `#/calls/${encodeURIComponent(id)}` }, id)
  const others = [
    personOf(call),
    textOf(call, "state"),
    textOf(call, "direction"),
    textOf(summary, "startedAt").slice(0, 19).replace("T", " "),
    lengthOf(summary, now),
    textOf(call, "callbackUri")
  ]
  return { cells: [link, ...others], text: [id, ...others].join(" ").toLowerCase() }
}

/** Who calls or is called, as far as Graph says. */
const personOf = (call: Json): string => {
  const { direction, source, targets } = call
  const other = direction === "incoming" ? source : Array.isArray(targets) ? targets[0] : undefined
  const identities = isJson(other) && isJson(other["identity"]) ? Object.values(other["identity"]).filter(isJson) : []
  return identities.map((identity) => textOf(identity, "displayName") || textOf(identity, "id")).join(", ")
}

/** How long a call took, or takes until now. */
const lengthOf = (summary: Json, now: string): string => {
  const [from, to] = [textOf(summary, "startedAt"), textOf(summary, "endedAt") || now]
  return from === "" ? "" : `${Math.round((Date.parse(to) - Date.parse(from)) / 1_000)} s`
}
