/** What an element is made of: text is shown as it is, and never read as HTML. */
type Child = Node | string | undefined

/** Makes an element. */
export const element = <K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: ReadonlyArray<Child>
): HTMLElementTagNameMap[K] => {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  made.append(...children.filter((child) => child !== undefined))
  return made
}

/** A button that does something; what goes wrong is said at the foot of the page. */
export const button = (text: string, act: () => Promise<unknown>, label?: string): HTMLButtonElement => {
  const made = element("button", { type: "button", ...(label === undefined ? {} : { "aria-label": label }) }, text)
  made.addEventListener("click", () => void attempt(act))
  return made
}

/** A field with its label. */
export const field = (text: string, input: HTMLInputElement): HTMLLabelElement => element("label", {}, text, input)

/** Does what somebody wants, and says at the foot of the page what goes wrong, until they want something else. */
export const attempt = (act: () => Promise<unknown>): Promise<void> => {
  say("")
  return act().then(() => undefined, (error: unknown) => say(messageOf(error)))
}

let trouble = ""

/** Does what is done again and again; says what goes wrong until it does no more. */
export const keepTrying = (act: () => Promise<unknown>): Promise<void> =>
  act().then(() => {
    if (trouble !== "" && document.getElementById("status")?.textContent === trouble) say("")
    trouble = ""
  }, (error: unknown) => {
    trouble = messageOf(error)
    say(trouble)
  })

const messageOf = (error: unknown): string => error instanceof Error ? error.message : String(error)

const say = (text: string): void => {
  const status = document.getElementById("status")
  if (status !== null) status.textContent = text
}

/** What can be opened to see a body. */
export const details = (summary: string, body: unknown): HTMLElement =>
  element(
    "details",
    {},
    element("summary", {}, summary),
    element("pre", { tabindex: "0" }, JSON.stringify(body, null, 2) ?? "")
  )

/** What was open stays open, what somebody writes stays as they wrote it, and the focus where it was. */
export const keepAsItWas = (before: Element, after: Element): void => {
  const open = new Set(detailsIn(before).flatMap(([name, { open }]) => open ? [name] : []))
  for (const [name, one] of detailsIn(after)) one.open = open.has(name)
  for (const text of after.querySelectorAll("textarea")) {
    const label = text.getAttribute("aria-label") ?? ""
    const was = before.querySelector<HTMLTextAreaElement>(`details[open] > textarea[aria-label="${CSS.escape(label)}"]`)
    if (was !== null) text.value = was.value
  }
  const focused = Array.from(before.querySelectorAll(focusable)).findIndex((one) => one === document.activeElement)
  if (focused === -1) return
  requestAnimationFrame(() => after.querySelectorAll<HTMLElement>(focusable)[focused]?.focus({ preventScroll: true }))
}

/** What can be opened, by what it says and how often that was said before. */
const detailsIn = (place: Element): ReadonlyArray<readonly [string, HTMLDetailsElement]> => {
  const counts = new Map<string, number>()
  return Array.from(place.querySelectorAll("details"), (one) => {
    const text = one.querySelector("summary")?.textContent ?? ""
    const count = counts.get(text) ?? 0
    counts.set(text, count + 1)
    return [`${text} ${count}`, one]
  })
}

const focusable = "button, summary, input, textarea, pre, [tabindex]"

/** A table with a heading. */
export const table = (
  heading: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<Child>>
): HTMLElement =>
  element(
    "div",
    { class: "scroll" },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...heading.map((text) => element("th", { scope: "col" }, text)))),
      element(
        "tbody",
        {},
        ...rows.map((row) => element("tr", {}, ...row.map((cell) => element("td", {}, cell))))
      )
    )
  )
