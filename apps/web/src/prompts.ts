import { type Json, textOf } from "./api.ts"

const played = new Set<string>()

/** Plays the prompt that a call plays now, once; one that was not fetched is silent. */
export const playPrompts = (events: ReadonlyArray<Json>): void => {
  const last = events.findLast(({ type }) => type === "promptStarted" || type === "promptEnded")
  const soundId = textOf(last, "soundId")
  if (last === undefined || soundId === "") return
  const key = `${textOf(last, "operationId")}/${String(last["index"])}`
  if (played.has(key)) return
  played.add(key)
  // A browser may want the person to have pressed something first.
  new Audio(`/_emulator/sounds/${soundId}`).play().catch(() => undefined)
}
