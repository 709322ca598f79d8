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
export const ask = async (method: string, path: string, body?: unknown): Promise<Json> => {
  const headers = body === undefined ? {} : { "Content-Type": "application/json" }
  const response = await request(path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) })
  })
  return response.status === 204 ? {} : objectOf(await response.text())
}

/** A file of the server that may need a token, as something that can be played. */
export const fileOf = async (path: string, token: string): Promise<Blob> =>
  (await request(path, { headers: { Authorization: `Bearer ${token}` } })).blob()

/** What the caller of a call does now. */
export const act = (callId: string, step: string): Promise<Json> => ask("POST", `${callPath(callId)}/caller`, { step })

/** What the caller says, as they say it. */
export const speak = (callId: string, wav: Blob): Promise<unknown> =>
  request(`${callPath(callId)}/caller/voice`, { method: "POST", body: wav })

/** Sends a wave file, and makes the caller of a call say it. */
export const sayFile = async (callId: string, name: string, file: Blob): Promise<void> => {
  await request(`/_emulator/sounds/${encodeURIComponent(name)}`, { method: "PUT", body: file })
  await act(callId, `play "${name}"`)
}

/** Where the emulator has a call. */
export const callPath = (callId: string): string => `/_emulator/calls/${encodeURIComponent(callId)}`

const request = async (path: string, init: RequestInit): Promise<Response> => {
  const response = await fetch(path, init).catch(() => {
    throw new Error("The server does not answer.")
  })
  if (response.ok) return response
  const { headers } = init
  const hasToken = new Headers(headers).has("Authorization")
  // Where requests need a token, the server makes one for the page.
  if (response.status === 401 && !hasToken) {
    return request(path, { ...init, headers: { ...headers, ...await authorized() } })
  }
  const { error } = objectOf(await response.text())
  const message = isJson(error) ? textOf(error, "message") : ""
  throw new Error(message === "" ? `${init.method} ${path}: ${response.status}` : message)
}

const authorized = async (): Promise<{ readonly Authorization: string }> => ({
  Authorization: `Bearer ${textOf(await ask("POST", "/_emulator/tokens", {}), "accessToken")}`
})

const objectOf = (text: string): Json => {
  const value: unknown = text === "" ? {} : JSON.parse(text)
  return isJson(value) ? value : {}
}
