import { act, sayFile } from "./api.ts"
import { button, element, field } from "./dom.ts"
import { makeTalk } from "./talk.ts"

const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"]

/** A phone, until the call is over. */
export interface Phone {
  readonly shown: HTMLElement
  readonly end: () => void
}

/** The phone of whoever is in a call with the bot: keys, a voice from the microphone, a file or a text, and hanging up. */
export const makePhone = (callId: string): Phone => {
  const text = element("input", { type: "text", maxlength: "256" })
  const file = element("input", { type: "file", accept: "audio/wav,.wav" })
  const talk = makeTalk(callId)
  /** What somebody does begins once what they did before is done: a file takes its time on the way. */
  let before: Promise<unknown> = Promise.resolve()
  const inTurn = (doing: () => Promise<unknown>) => () => {
    before = before.catch(() => undefined).then(doing)
    return before
  }
  const play = inTurn(async () => {
    const [chosen] = file.files ?? []
    if (chosen === undefined) throw new Error("Choose a wave file first.")
    await sayFile(callId, chosen.name, chosen)
  })
  /** What was said into the microphone before is heard before. */
  const press = (key: string) =>
    inTurn(async () => {
      await talk.heard()
      await act(callId, `tone ${key}`)
    })
  const say = inTurn(async () => {
    if (text.value.trim() === "") throw new Error("Write what is to be said first.")
    await act(callId, `say "${text.value.replaceAll("\"", "'")}"`)
  })
  const hangUp = button("Hang up", inTurn(() => act(callId, "hang up")))
  hangUp.classList.add("hang-up")
  const shown = element(
    "fieldset",
    { class: "phone" },
    element("legend", {}, "Phone"),
    element(
      "div",
      { class: "keypad" },
      ...keys.map((key) => button(key, press(key), `Key ${key}`))
    ),
    talk.shown,
    element("div", { class: "row" }, field("Say what is in a file", file), button("Play", play)),
    element(
      "div",
      { class: "row" },
      field("Say a text (--speech-command)", text),
      button("Say", say),
      button("Speak 2 s", inTurn(() => act(callId, "speak 2s")))
    ),
    element("div", { class: "row" }, hangUp)
  )
  return {
    shown,
    end: () => {
      shown.disabled = true
      talk.end()
    }
  }
}
