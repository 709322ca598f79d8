import { showCall } from "./call.ts"
import { showCalls } from "./calls.ts"
import { showClock } from "./clock.ts"
import { element, keepTrying } from "./dom.ts"
import { showSetUp } from "./setUp.ts"

const placeOf = (id: string): HTMLElement =>
  document.getElementById(id) ?? document.body.appendChild(element("div", { id }))

const view = placeOf("view")
const clock = placeOf("clock")

/** Shows what the address names, and the clock. */
const show = (): Promise<void> => {
  const callId = /^#\/calls\/(.+)$/u.exec(location.hash)?.[1]
  const shown = callId === undefined
    ? location.hash === "#/set-up" ? showSetUp(view) : showCalls(view)
    : showCall(view, decodeURIComponent(callId))
  return keepTrying(() => Promise.all([shown, showClock(clock)]))
}

/** Shows it again soon, once for all that happens until then. */
let isWaiting = false
const showSoon = (): void => {
  if (isWaiting || location.hash === "#/set-up") return
  isWaiting = true
  setTimeout(() => {
    isWaiting = false
    void show()
  }, 100)
}

addEventListener("hashchange", () => {
  view.replaceChildren()
  delete view.dataset["known"]
  view.focus()
  void show()
})

const events = new EventSource("/_emulator/events")
for (const name of ["created", "updated", "deleted", "call", "notification", "script", "reset"]) {
  events.addEventListener(name, showSoon)
}
// Prompts and the time have no events.
setInterval(showSoon, 1_000)
void show()
