import { type Json, textOf } from "./api.ts"
import { button } from "./dom.ts"

/** A button that copies a text, which is made when it is pressed. */
export const copyButton = (label: string, text: () => string | Promise<string>): HTMLButtonElement => {
  const made = button(label, async () => {
    await navigator.clipboard.writeText(await text())
    made.textContent = "Copied"
    setTimeout(() => (made.textContent = label), 1_000)
  })
  return made
}

/** A text as one word of a shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** A request of the journal as a command. Tokens in it are not known, and left out. */
export const curlOf = (request: Json): string => {
  const { body } = request
  const url = textOf(request, "url")
  const parts = [
    "curl",
    "-i",
    "-X",
    textOf(request, "method"),
    quoted(url.startsWith("/") ? location.origin + url : url)
  ]
  if (body !== undefined) {
    parts.push(
      "-H",
      "'Content-Type: application/json'",
      "-d",
      quoted(typeof body === "string" ? body : JSON.stringify(body))
    )
  }
  return parts.join(" ")
}
