import { ask } from "./api.ts"
import { button, element } from "./dom.ts"

/** Shows what to tell the bot, and how the server is. */
export const showSetUp = async (view: HTMLElement): Promise<void> => {
  const [health, faults] = await Promise.all([ask("GET", "/_emulator/health"), ask("GET", "/_emulator/faults")])
  const { origin } = location
  view.replaceChildren(
    element("h2", {}, "What to tell the bot"),
    element("p", {}, "Graph is here:"),
    element("pre", { tabindex: "0" }, `${origin}/v1.0`),
    element("p", {}, "Or run the bot unchanged, with Graph's own address:"),
    element("pre", { tabindex: "0" }, "npx recordop run -- node bot.js"),
    element("h2", {}, "Health"),
    element("pre", { tabindex: "0" }, JSON.stringify(health, null, 2)),
    element("h2", {}, "Faults"),
    element("pre", { tabindex: "0" }, JSON.stringify(faults["value"], null, 2)),
    button("Remove all faults", async () => {
      await ask("DELETE", "/_emulator/faults")
      await showSetUp(view)
    })
  )
}
