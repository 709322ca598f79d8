import { writeFile } from "node:fs/promises"
import { download, hangUp, play, record, stopPlaying, transferTo } from "./graph.ts"

const operator = "550fae72-d251-43ec-868c-373732c2704f"

/** What the bot does when a key is pressed. */
export const onKey = async (callId: string, tone: string): Promise<void> => {
  console.log(`key ${tone}`)
  // It ends a message, which Graph tells of by itself.
  if (tone === "pound") return
  await stopPlaying(callId)
  switch (tone) {
    case "tone1":
      return record(callId)
    case "tone2":
      return transferTo(callId, operator)
    case "tone3":
      return play(callId, "opening-hours")
    default:
      return play(callId, "menu")
  }
}

/** What the bot does when a prompt has been played to its end. */
export const onPlayed = async (callId: string, name: string): Promise<void> => {
  console.log(`played ${name}`)
  if (name === "opening-hours" || name === "thank-you") await hangUp(callId)
}

/** What the bot does when somebody has left a message. */
export const onRecorded = async (callId: string, location: string, token: string): Promise<void> => {
  const message = await download(location, token)
  await writeFile("message.wav", message)
  console.log("saved message.wav")
  await play(callId, "thank-you")
}
