/** Bytes from `start` to `end`, the latter not included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

const single = /^bytes=\s*(\d*)-(\d*)\s*$/i

/**
 * The part that a `Range` header wants of so many bytes: `undefined` when it wants everything, or something that need not
 * be understood, such as several parts.
 *
 * Source: RFC 9110, 14.1 and 14.2.
 */
export const parseRange = (header: string | undefined, length: number): ByteRange | "unsatisfiable" | undefined => {
  const [, first = "", last = ""] = single.exec(header ?? "") ?? []
  if (first === "" && last === "") return undefined
  if (first === "") return suffix(Number(last), length)
  const start = Number(first)
  const end = last === "" ? length : Math.min(Number(last) + 1, length)
  if (last !== "" && Number(last) < start) return undefined
  return start >= length ? "unsatisfiable" : { start, end }
}

const suffix = (wanted: number, length: number): ByteRange | "unsatisfiable" =>
  wanted === 0 || length === 0 ? "unsatisfiable" : { start: Math.max(0, length - wanted), end: length }
