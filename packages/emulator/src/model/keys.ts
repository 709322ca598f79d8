import { type Tone, toneNotification } from "@recordop/core/calls"
import { toCall } from "./CallState.ts"
import type { Turn } from "./Turn.ts"

const none = { pressed: 0, told: false }

/** The caller presses a key: it counts, and the bot is told when it wants to know. */
export const pressKey = (turn: Turn, tone: Tone): Turn => {
  const { keys = none } = turn.state
  const pressed = keys.pressed + 1
  const told = keys.told
    ? [toneNotification(toCall(turn.state), tone, pressed, turn.settings.notificationForm)]
    : []
  return {
    ...turn,
    state: { ...turn.state, keys: { ...keys, pressed } },
    pressed: [...turn.pressed, tone],
    told: [...turn.told, ...told]
  }
}

/** From now on the bot is told of keys. */
export const tellKeys = (turn: Turn): Turn => ({
  ...turn,
  state: { ...turn.state, keys: { ...(turn.state.keys ?? none), told: true } }
})
