import { ask, speak, textOf } from "./api.ts"
import { attempt, button, element } from "./dom.ts"
import { type Hearing, listen, type Listening } from "./microphone.ts"

/** How long the server waits before it hears a voice, in milliseconds. */
const delay = 250

/** A microphone with a button, a switch to mute it, and how loud it is. */
export interface Talk {
  readonly shown: HTMLElement
  /** Done when all that was said has been heard. */
  readonly heard: () => Promise<void>
  /** Lets go of the microphone. */
  readonly end: () => void
}

/** What is said into the microphone goes to the call as it is said. */
export const makeTalk = (callId: string): Talk => {
  let listening: Listening | undefined
  const level = element("meter", { min: "0", max: "1", "aria-label": "Level of the microphone" })
  const mute = button("Mute", async () => {
    const isMuted = mute.getAttribute("aria-pressed") !== "true"
    listening?.mute(isMuted)
    mute.setAttribute("aria-pressed", String(isMuted))
  })
  const show = () => {
    talk.textContent = listening === undefined ? "Talk" : "Stop talking"
    talk.setAttribute("aria-pressed", String(listening !== undefined))
    mute.setAttribute("aria-pressed", "false")
    mute.disabled = listening === undefined
  }
  let isOver = false
  const end = async () => {
    const ended = listening
    listening = undefined
    await ended?.stop()
    show()
  }
  const hearing: Hearing = {
    send: (wav) => speak(callId, wav),
    onLevel: (loud) => (level.value = loud),
    // What is said while the bot hangs up comes too late.
    onError: (error) => void attempt(() => end().then(() => isOver ? undefined : Promise.reject(error)))
  }
  const talk = button("Talk", async () => {
    if (listening !== undefined) return end()
    await checkClock()
    listening = await listen(hearing)
    show()
    // Whoever leaves the call lets go of the microphone.
    addEventListener("hashchange", () => void end(), { once: true })
  })
  show()
  return {
    shown: element("div", { class: "row" }, talk, mute, level),
    heard: async () => {
      if (listening === undefined) return
      await listening.flush()
      await new Promise((resolve) => setTimeout(resolve, delay))
    },
    end: () => {
      isOver = true
      void end()
    }
  }
}

/** A voice takes the time that it takes: it makes sense on a clock that runs as time does. */
const checkClock = async (): Promise<void> => {
  const mode = textOf(await ask("GET", "/_emulator/clock"), "mode")
  if (mode !== "real") throw new Error(`The clock is ${mode}: let it run in real time to talk.`)
}
