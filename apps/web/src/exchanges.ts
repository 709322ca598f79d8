import { ask, isJson, type Json, listOf, textOf } from "./api.ts"
import { copyButton, curlOf } from "./copy.ts"
import { button, details, element, table } from "./dom.ts"

/** What bots were told in a call, and what they asked. */
export const makeExchanges = (notifications: ReadonlyArray<Json>, requests: ReadonlyArray<Json>): HTMLElement =>
  element(
    "div",
    {},
    element("h3", {}, "Notifications"),
    table(["What", "State", "Tries", "Do"], notifications.map(notificationRow)),
    element("h3", {}, "Requests"),
    table(["When", "Request", "Answer", "Do"], requests.map(requestRow))
  )

const notificationRow = (notification: Json) => {
  const { attempts, body } = notification
  const [first] = isJson(body) ? listOf(body) : []
  const again = () => ask("POST", `/_emulator/notifications/${textOf(notification, "id")}/redeliver`)
  return [
    details(`${textOf(first, "changeType")} ${inCall(textOf(first, "resourceUrl"))}`, body),
    textOf(notification, "state"),
    details(String(Array.isArray(attempts) ? attempts.length : 0), attempts),
    button("Send again", again)
  ]
}

/** What in the call is meant, as in `operations/1`: the call is known. */
const inCall = (resource: string): string => resource.replace(/^\/communications\/calls\/[^/]+\/?/u, "") || "the call"

const requestRow = (request: Json) => {
  const { response } = request
  const status = isJson(response) ? String(response["status"]) : textOf(request, "error")
  return [
    textOf(request, "at").slice(11, 23),
    details(`${textOf(request, "direction")} ${textOf(request, "method")} ${textOf(request, "url")}`, request["body"]),
    details(status, isJson(response) ? response["body"] : undefined),
    copyButton("Copy as curl", () => curlOf(request))
  ]
}
