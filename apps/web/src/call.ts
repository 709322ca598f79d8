import { ask, isJson, type Json, listOf, textOf } from "./api.ts"
import { button, element, table } from "./dom.ts"
import { makePhone } from "./phone.ts"
import { playPrompts } from "./prompts.ts"
import { makeTimeline } from "./timeline.ts"

/** Shows one call: its phone, what has happened in it, and what was sent. */
export const showCall = async (view: HTMLElement, callId: string): Promise<void> => {
  const path = `/_emulator/calls/${encodeURIComponent(callId)}`
  const query = `callId=${encodeURIComponent(callId)}`
  const [timeline, notifications, requests] = await Promise.all([
    ask("GET", `${path}/timeline`),
    ask("GET", `/_emulator/notifications?${query}`),
    ask("GET", `/_emulator/requests?${query}`)
  ])
  const known = JSON.stringify([timeline, notifications, requests])
  if (view.dataset["known"] === known) return
  view.dataset["known"] = known
  const events = listOf(timeline)
  playPrompts(events)
  const state = events.findLast(({ type }) => type === "callState")
  const shown = element(
    "div",
    { id: "happened" },
    element("p", {}, `State: ${state === undefined ? "incoming" : textOf(state, "state")}`),
    events.length === 0 ? undefined : makeTimeline(events),
    element("h2", {}, "Notifications"),
    table(["What", "State", "Tries", ""], listOf(notifications).map(notificationRow)),
    element("h2", {}, "Requests"),
    table(["When", "Request", "Answer"], listOf(requests).map(requestRow))
  )
  const before = view.querySelector("#happened")
  if (before !== null && view.dataset["call"] === callId) {
    keepOpen(before, shown)
    return before.replaceWith(shown)
  }
  view.dataset["call"] = callId
  const audio = element("audio", {
    controls: "",
    preload: "none",
    "aria-label": "The whole call",
    src: `${path}/audio`
  })
  view.replaceChildren(element("h2", {}, `Call ${callId}`), makePhone(callId), element("h2", {}, "Heard"), audio, shown)
}

/** What was open stays open. */
const keepOpen = (before: Element, after: Element): void => {
  const open = new Set(Array.from(before.querySelectorAll("details[open] > summary"), ({ textContent }) => textContent))
  for (const one of after.querySelectorAll("details")) {
    one.open = open.has(one.querySelector("summary")?.textContent ?? "")
  }
}

const details = (summary: string, body: unknown): HTMLElement =>
  element(
    "details",
    {},
    element("summary", {}, summary),
    element("pre", { tabindex: "0" }, JSON.stringify(body, null, 2) ?? "")
  )

const notificationRow = (notification: Json) => {
  const { attempts, body } = notification
  const [first] = isJson(body) ? listOf(body) : []
  const again = () => ask("POST", `/_emulator/notifications/${textOf(notification, "id")}/redeliver`)
  return [
    details(`${textOf(first, "changeType")} ${textOf(first, "resourceUrl")}`, body),
    textOf(notification, "state"),
    details(String(Array.isArray(attempts) ? attempts.length : 0), attempts),
    button("Send again", again)
  ]
}

const requestRow = (request: Json) => {
  const { response } = request
  const status = isJson(response) ? String(response["status"]) : textOf(request, "error")
  return [
    textOf(request, "at").slice(11, 23),
    details(`${textOf(request, "direction")} ${textOf(request, "method")} ${textOf(request, "url")}`, request["body"]),
    details(status, isJson(response) ? response["body"] : undefined)
  ]
}
