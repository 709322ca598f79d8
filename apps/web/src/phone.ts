import { act, sayFile } from "./api.ts"
import { button, element, field } from "./dom.ts"
import { listen, type Listening } from "./microphone.ts"

const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"]

/** The phone of whoever is in a call with the bot: keys, a voice from a file or a text, and hanging up. */
export const makePhone = (callId: string): HTMLElement => {
  const text = element("input", { type: "text", maxlength: "256" })
  const file = element("input", { type: "file", accept: "audio/wav,.wav" })
  const play = async () => {
    const [chosen] = file.files ?? []
    if (chosen === undefined) throw new Error("Choose a wave file first.")
    await sayFile(callId, chosen.name, chosen)
  }
  const talk = makeTalk(callId)
  return element(
    "section",
    { "aria-label": "Phone" },
    element("h2", {}, "Phone"),
    element(
      "div",
      { class: "keypad" },
      ...keys.map((key) => button(key, () => act(callId, `tone ${key}`), `Key ${key}`))
    ),
    element("div", { class: "row" }, talk),
    element("div", { class: "row" }, field("Say what is in a file", file), button("Play", play)),
    element(
      "div",
      { class: "row" },
      field("Say a text (--speech-command)", text),
      button("Say", () => act(callId, `say "${text.value.replaceAll("\"", "'")}"`)),
      button("Speak 2 s", () => act(callId, "speak 2s"))
    ),
    element("div", { class: "row" }, button("Hang up", () => act(callId, "hang up")))
  )
}

/** Listens to the microphone when it is pressed, and says what it has heard when it is pressed again. */
const makeTalk = (callId: string): HTMLButtonElement => {
  let listening: Listening | undefined
  const made = button("Talk", async () => {
    if (listening === undefined) {
      listening = await listen()
    } else {
      const { stop } = listening
      listening = undefined
      await sayFile(callId, "microphone", await stop())
    }
    made.textContent = listening === undefined ? "Talk" : "Stop talking, and say it"
    made.setAttribute("aria-pressed", String(listening !== undefined))
  })
  made.setAttribute("aria-pressed", "false")
  return made
}
