import { hangUp, play, stopPlaying, transferTo } from "./graph.ts"

const operator = "550fae72-d251-43ec-868c-373732c2704f"

/** What the bot does when a key is pressed. */
export const onKey = async (callId: string, tone: string): Promise<void> => {
  console.log(`key ${tone}`)
  await stopPlaying(callId)
  switch (tone) {
    case "tone1":
      return play(callId, "opening-hours")
    case "tone2":
      return transferTo(callId, operator)
    default:
      return play(callId, "menu")
  }
}

/** What the bot does when a prompt has been played to its end. */
export const onPlayed = async (callId: string, name: string): Promise<void> => {
  console.log(`played ${name}`)
  if (name === "opening-hours") await hangUp(callId)
}
