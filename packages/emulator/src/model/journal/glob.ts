/** A pattern in steps: a character, or so many of any kind, with or without slashes among them. */
type Step = { readonly letter: string } | { readonly isAny: true; readonly withSlash: boolean }

/** How a text is compared with a pattern in which `*` is anything within a segment and `**` anything at all; letter case does not count. */
export const compileGlob = (pattern: string): (text: string) => boolean => {
  const steps = pattern.toLowerCase().split(/(\*\*?)/u).flatMap((part, index): ReadonlyArray<Step> =>
    index % 2 === 1
      ? [{ isAny: true, withSlash: part === "**" }]
      : Array.from({ length: part.length }, (_, at) => ({ letter: part.charAt(at) }))
  )
  return (text) => matches(steps, text.toLowerCase())
}

/**
 * All places in the pattern that the text so far can have led to are followed at the same time, so that the time is that of the
 * text times the wildcards: a regular expression would try one after another.
 */
const matches = (steps: ReadonlyArray<Step>, text: string): boolean => {
  const reached = new Int32Array(steps.length + 1).fill(-1)
  let places: Array<number> = []

  /** Notes a place; a wildcard can also stand for nothing. */
  const reach = (place: number, at: number, found: Array<number>): void => {
    for (let next = place; next <= steps.length && reached[next] !== at; next++) {
      reached[next] = at
      found.push(next)
      const step = steps[next]
      if (step === undefined || !("isAny" in step)) return
    }
  }

  reach(0, 0, places)
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at)
    const found: Array<number> = []
    for (const place of places) {
      const step = steps[place]
      if (step === undefined) continue
      if ("letter" in step) {
        if (step.letter === letter) reach(place + 1, at + 1, found)
      } else if (step.withSlash || letter !== "/") reach(place, at + 1, found)
    }
    places = found
  }
  return places.includes(steps.length)
}
