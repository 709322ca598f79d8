import { ask, fileOf, isJson, type Json, textOf } from "./api.ts"
import { button, element, table } from "./dom.ts"

/** The record operations of a call: to be listened to, and to be changed. */
export const makeOperations = (callId: string, operations: ReadonlyArray<Json>): HTMLElement =>
  element(
    "div",
    {},
    element("h3", {}, "Recordings"),
    table(
      ["Operation", "Status", "Reason", "Sound"],
      operations.map((operation) => [
        makeEditor(callId, operation),
        textOf(operation, "status"),
        textOf(operation, "completionReason"),
        makePlayer(operation)
      ])
    )
  )

/** Plays what was recorded once somebody wants to hear it. */
const makePlayer = (operation: Json): HTMLElement => {
  const place = element("div")
  const recording = textOf(operation, "recordingLocation")
  if (recording === "") return place
  place.append(button("Listen", async () => {
    const { pathname } = new URL(recording, location.href)
    const file = await fileOf(pathname, textOf(operation, "recordingAccessToken"))
    const audio = element("audio", { controls: "", "aria-label": "Recording", src: URL.createObjectURL(file) })
    place.replaceChildren(audio)
    await audio.play()
  }))
  return place
}

/** What Graph says of an operation, which can be changed and sent back: a PATCH of what is different. */
const makeEditor = (callId: string, operation: Json): HTMLElement => {
  const id = textOf(operation, "id")
  const text = element("textarea", { rows: "12", spellcheck: "false", "aria-label": `Properties of ${id}` })
  text.value = JSON.stringify(operation, null, 2)
  const save = () => {
    const changed: unknown = JSON.parse(text.value)
    const update = Object.entries(isJson(changed) ? changed : {})
      .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(operation[name]))
    const path = `/v1.0/communications/calls/${encodeURIComponent(callId)}/operations/${encodeURIComponent(id)}`
    return ask("PATCH", path, Object.fromEntries(update))
  }
  return element("details", {}, element("summary", {}, id), text, button("Update", save))
}
