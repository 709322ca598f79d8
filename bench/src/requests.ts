/** Posts JSON and gives what is answered. */
export const post = async (url: string, body: object) => {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body)
  })
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return response.json()
}

/** Turns the clock forward, however long that takes. */
export const advance = async (url: string, duration: string): Promise<void> => {
  let response = await fetch(`${url}/_emulator/clock`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ advance: duration })
  })
  while (response.status === 202) response = await fetch(`${url}/_emulator/clock/advance`)
  if (!response.ok) throw new Error(`the clock answered ${response.status}: ${await response.text()}`)
}
