import { ask, listOf, textOf } from "./api.ts"
import { copyButton } from "./copy.ts"
import { button, details, element, table } from "./dom.ts"

/** Something that goes wrong often: the next request to play a prompt finds Graph busy. */
const example = { path: "/calls/*/playPrompt", times: 1, answer: { status: 503, retryAfter: 2 } }

/** Shows what to tell the bot, how the server is, and what is to go wrong. */
export const showSetUp = async (view: HTMLElement): Promise<void> => {
  const [health, bounds, faults] = await Promise.all([
    ask("GET", "/_emulator/health"),
    ask("GET", "/_emulator/bounds"),
    ask("GET", "/_emulator/faults")
  ])
  const change = (act: () => Promise<unknown>) => async () => {
    await act()
    await showSetUp(view)
  }
  const fault = element("textarea", { rows: "10", spellcheck: "false", "aria-label": "What is to go wrong" })
  fault.value = JSON.stringify(example, null, 2)
  view.replaceChildren(
    element("h2", {}, "What to tell the bot"),
    element("p", {}, "Graph is here:"),
    makeLine(`${location.origin}/v1.0`),
    element(
      "p",
      {},
      "Or run the bot unchanged, with Graph's own address; the server has to be started with --tls for it:"
    ),
    makeLine(`npx recordop run --url ${location.origin} -- node bot.js`),
    element("h2", {}, "Health"),
    element("pre", { tabindex: "0" }, JSON.stringify(health, null, 2)),
    element("h2", {}, "How much is kept"),
    element("pre", { tabindex: "0" }, JSON.stringify(bounds, null, 2)),
    element("h2", {}, "Faults"),
    table(
      ["What goes wrong", "Met", "Do"],
      listOf(faults).map((one) => [
        details(`${textOf(one, "method")} ${textOf(one, "path")}`.trim() || textOf(one, "id"), one),
        String(one["applied"]),
        button("Remove", change(() => ask("DELETE", `/_emulator/faults/${textOf(one, "id")}`)))
      ])
    ),
    element("div", { class: "row" }, fault),
    element(
      "div",
      { class: "row" },
      button("Add a fault", change(async () => ask("POST", "/_emulator/faults", JSON.parse(fault.value)))),
      button("Remove all faults", change(() => ask("DELETE", "/_emulator/faults")))
    )
  )
}

const makeLine = (text: string): HTMLElement =>
  element("div", { class: "row" }, element("pre", { tabindex: "0" }, text), copyButton("Copy", () => text))
