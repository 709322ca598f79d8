import { Effect } from "effect"

/** What one of those who ask has been answered. */
export interface Acknowledged {
  readonly callId: string
  /** The operation that is updated again and again, and the last value that was acknowledged. */
  readonly operationId: string
  value: number
  /** Recordings, in the order in which they were acknowledged. */
  readonly recordings: Array<string>
  /** An answer that no client should get. */
  readonly wrong: Array<string>
}

/** Whose turn it is to be asked. */
let turn = 0

/** Asks one server after another until one answers; a server that is being killed does not. */
export const ask = async (
  urls: () => ReadonlyArray<string>,
  method: string,
  path: string,
  body?: object
): Promise<{ readonly status: number; readonly json: Record<string, unknown> }> => {
  for (;; turn++) {
    const all = urls()
    try {
      const response = await fetch(`${all[turn % all.length]}${path}`, {
        method,
        headers: { "Content-Type": "application/json" },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(5_000)
      })
      const text = await response.text()
      if (response.status !== 503) {
        return { status: response.status, json: text === "" ? {} : JSON.parse(text) }
      }
    } catch {
      // Nobody has acknowledged anything.
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** A call with an operation that is updated as fast as it can be, and recordings one after another, until it is told to stop. */
export const load = (urls: () => ReadonlyArray<string>, callbackUri: string) =>
  Effect.promise(async () => {
    const targets = [{ identity: { user: { id: "1" } } }]
    const call = await ask(urls, "POST", "/v1.0/communications/calls", { callbackUri, targets })
    const path = `/v1.0/communications/calls/${String(call.json["id"])}`
    for (;;) {
      const { json } = await ask(urls, "GET", path)
      if (json["state"] === "established") break
    }
    const created = await ask(urls, "POST", `${path}/operations`, {
      "@odata.type": "#microsoft.graph.recordOperation",
      status: "Running"
    })
    const acknowledged: Acknowledged = {
      callId: String(call.json["id"]),
      operationId: String(created.json["id"]),
      value: 0,
      recordings: [],
      wrong: []
    }
    const over = new AbortController()
    const update = async () => {
      while (!over.signal.aborted) {
        const value = acknowledged.value + 1
        const { status } = await ask(urls, "PATCH", `${path}/operations/${acknowledged.operationId}`, {
          clientContext: String(value)
        })
        if (status === 200) acknowledged.value = value
        else acknowledged.wrong.push(`PATCH ${status}`)
      }
    }
    const record = async () => {
      while (!over.signal.aborted) {
        const { json, status } = await ask(urls, "POST", `${path}/recordResponse`, { maxRecordDurationInSeconds: 1 })
        if (status === 200) acknowledged.recordings.push(String(json["id"]))
        else acknowledged.wrong.push(`recordResponse ${status}`)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    }
    const finished = Promise.all([update(), record()])
    const finish = Effect.promise(async () => {
      over.abort()
      await finished
      return acknowledged
    })
    return { finish }
  })
