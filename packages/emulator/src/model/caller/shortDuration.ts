const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }

const short = /^(\d{1,9}(?:\.\d{1,3})?)\s*(ms|s|m|h)$/i

/** Reads a duration such as `3s`, `1.5s`, `500ms`, `2m` or `1h` as milliseconds; `undefined` when it is none. */
export const parseShortDuration = (text: string): number | undefined => {
  const [, amount, unit = ""] = short.exec(text.trim()) ?? []
  if (amount === undefined) return undefined
  return Math.round(Number(amount) * (units[unit.toLowerCase()] ?? NaN))
}

/** Writes milliseconds as `3s` or `500ms`. */
export const formatShortDuration = (milliseconds: number): string =>
  milliseconds % 1_000 === 0 ? `${milliseconds / 1_000}s` : `${milliseconds}ms`
