/** A JSON object of an answer. */
export type Json = Readonly<Record<string, unknown>>

/** Whether something is a JSON object. */
export const isJson = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** A text of an object, or nothing. */
export const textOf = (value: Json | undefined, name: string): string => {
  const found = value?.[name]
  return typeof found === "string" ? found : ""
}

/** The objects of a list. */
export const listOf = (value: Json, name = "value"): ReadonlyArray<Json> => {
  const found = value[name]
  return Array.isArray(found) ? found.filter(isJson) : []
}

/** Asks the server that the page is from; rejects with what it says is wrong. */
export const ask = async (method: string, path: string, body?: unknown, token = ""): Promise<Json> => {
  const response = await fetch(path, {
    method,
    headers: {
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(token === "" ? {} : { Authorization: `Bearer ${token}` })
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  const text = await response.text()
  const answer: unknown = text === "" ? {} : JSON.parse(text)
  const found = isJson(answer) ? answer : {}
  // Where requests need a token, the server makes one for the page.
  if (response.status === 401 && token === "") {
    return ask(method, path, body, textOf(await ask("POST", "/_emulator/tokens", {}, "-"), "accessToken"))
  }
  if (response.ok) return found
  const error = isJson(found["error"]) ? textOf(found["error"], "message") : ""
  throw new Error(error === "" ? `${method} ${path}: ${response.status}` : error)
}

/** What the caller of a call does now. */
export const act = (callId: string, step: string): Promise<Json> =>
  ask("POST", `/_emulator/calls/${encodeURIComponent(callId)}/caller`, { step })

/** Sends a wave file, and makes the caller of a call say it. */
export const sayFile = async (callId: string, name: string, file: Blob): Promise<void> => {
  const response = await fetch(`/_emulator/sounds/${encodeURIComponent(name)}`, { method: "PUT", body: file })
  if (!response.ok) throw new Error(`${name}: ${textOf(errorOf(await response.json()), "message")}`)
  await act(callId, `play "${name}"`)
}

const errorOf = (answer: unknown): Json | undefined =>
  isJson(answer) && isJson(answer["error"]) ? answer["error"] : undefined
