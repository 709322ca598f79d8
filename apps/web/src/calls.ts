import { ask, type Json, listOf, textOf } from "./api.ts"
import { button, element, field, table } from "./dom.ts"

/** Shows the calls that stand, and lets somebody call the bot. */
export const showCalls = async (view: HTMLElement): Promise<void> => {
  const calls = listOf(await ask("GET", "/v1.0/communications/calls"))
  const rows = calls.map((
    call
  ) => [link(call), textOf(call, "state"), textOf(call, "direction"), textOf(call, "callbackUri")])
  const shown = table(["Call", "State", "Direction", "Bot"], rows)
  shown.id = "calls"
  const list = view.querySelector("#calls")
  // What somebody types goes on while the list changes.
  if (list !== null) return list.replaceWith(shown)
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
    shown
  )
}

const link = (call: Json): HTMLElement => {
  const id = textOf(call, "id")
  return element("a", { href: `#/calls/${encodeURIComponent(id)}` }, id)
}
