/*
 * The values of HTTP fields, by their grammar (RFC 9110, 5.6).
 */

/** An element of a list with what its parameters say: names are in lower case, of a repeated one the first counts. */
export interface Element {
  readonly value: string
  readonly parameters: ReadonlyMap<string, string>
}

const piece = /"(?:[^"\\]|\\.)*"|[^",;]+|[,;]/gs

/** Splits at a delimiter that does not stand in a quoted string, and leaves out what is empty. */
const splitAt = (delimiter: "," | ";", text: string): ReadonlyArray<string> => {
  const parts: Array<string> = [""]
  for (const [token] of text.matchAll(piece)) {
    if (token === delimiter) parts.push("")
    else parts[parts.length - 1] += token
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "")
}

/** The text that a token or a quoted string stands for. */
const unquote = (text: string): string =>
  text.startsWith("\"") && text.endsWith("\"") && text.length > 1 ? text.slice(1, -1).replace(/\\(.)/gs, "$1") : text

const toElement = (text: string): Element => {
  const [value = "", ...rest] = splitAt(";", text)
  const parameters = new Map<string, string>()
  for (const parameter of rest) {
    const { name, value } = toPair(parameter)
    if (!parameters.has(name)) parameters.set(name, value)
  }
  return { value, parameters }
}

const toPair = (text: string) => {
  const equals = text.indexOf("=")
  return equals === -1
    ? { name: text.trim().toLowerCase(), value: "" }
    : { name: text.slice(0, equals).trim().toLowerCase(), value: unquote(text.slice(equals + 1).trim()) }
}

/** The elements of a list, such as that of `Accept`. */
export const parseList = (text: string | undefined): ReadonlyArray<Element> => splitAt(",", text ?? "").map(toElement)

/** A single value with parameters, such as that of `Content-Type`. */
export const parseElement = (text: string): Element => toElement(text)

/**
 * What a client prefers, by name in lower case; of what stands twice the first counts.
 *
 * Source: RFC 7240, 2.
 */
export const parsePreferences = (text: string | undefined): ReadonlyMap<string, string> => {
  const preferences = new Map<string, string>()
  for (const { value } of parseList(text)) {
    const preference = toPair(value)
    if (!preferences.has(preference.name)) preferences.set(preference.name, preference.value)
  }
  return preferences
}

/**
 * The pairs of the first element of `Forwarded`: what the proxy next to the client says.
 *
 * Source: RFC 7239, 4.
 */
export const parseForwarded = (text: string): ReadonlyMap<string, string> => {
  const [first = ""] = splitAt(",", text)
  return new Map(splitAt(";", first).map(toPair).map(({ name, value }) => [name, value]))
}
