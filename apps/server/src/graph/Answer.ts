/** What a handler answers, as plain data; the bridge adds what every answer has and makes a response of it. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | ReadableStream<Uint8Array> | null
  /** What goes wrong with the answer on its way: it does not come at all, or breaks off. */
  readonly problem?: "dropped" | "cut"
  /** The fault on demand that the request met with. */
  readonly faultId?: string
}

/** The same with another Content-Type. */
export const plainJson = (status: number, body: object): Answer => ({
  status,
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(body)
})

const graphJson = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"

/** JSON with the Content-Type that Graph gives to what succeeds. */
export const json = (status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { ...headers, "Content-Type": graphJson },
  body: JSON.stringify(body)
})

/** 204, or another status without a body. */
export const empty = (status: number, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers,
  body: null
})
