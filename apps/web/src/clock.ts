import { ask, textOf } from "./api.ts"
import { button, element } from "./dom.ts"

/** How many seconds pass in one when the clock runs faster. */
const faster = 10

/** Shows the clock of the emulator, and turns it. */
export const showClock = async (place: HTMLElement): Promise<void> => {
  const clock = await ask("GET", "/_emulator/clock")
  const mode = textOf(clock, "mode")
  const next = textOf(clock, "next")
  const turn = (body: object) => async () => {
    await ask("POST", "/_emulator/clock", body)
    await showClock(place)
  }
  const scale = mode === "scaled" ? ` ×${String(clock["scale"])}` : ""
  const text = `${textOf(clock, "now").slice(0, 19).replace("T", " ")} (${mode}${scale})${
    next === "" ? "" : `, next at ${next.slice(11, 19)}`
  }`
  // Buttons stay as they are, with the focus in them, as long as they do the same.
  if (place.dataset["mode"] === mode) return place.firstElementChild?.replaceChildren(text)
  place.dataset["mode"] = mode
  const [freeze, run, hurry] = [
    button("Freeze", turn({ mode: "frozen" })),
    button("Run", turn({ mode: "real" })),
    button(`Run ×${faster}`, turn({ mode: "scaled", scale: faster }))
  ]
  const turns = [button("+1 s", turn({ advance: "PT1S" })), button("+10 s", turn({ advance: "PT10S" }))]
  place.replaceChildren(
    element("span", {}, text),
    ...(mode === "frozen" ? [...turns, run, hurry] : mode === "real" ? [freeze, hurry] : [freeze, run])
  )
}
