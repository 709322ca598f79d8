/** How a text is compared with a pattern in which `*` is anything within a segment and `**` anything at all; letter case does not count. */
export const compileGlob = (pattern: string): (text: string) => boolean => {
  const steps = pattern.toLowerCase().match(/\*\*|./gsu) ?? []
  return (text) => matches(steps, text.toLowerCase())
}

/**
 * All places in the pattern that the text so far can have led to are followed at the same time, so that the time is that of the
 * text times the wildcards: a regular expression would try one after another.
 */
const matches = (steps: ReadonlyArray<string>, text: string): boolean => {
  let places = reachedFrom(steps, [0])
  for (const letter of text) {
    places = reachedFrom(
      steps,
      places.flatMap((place) => {
        const step = steps[place]
        if (step === "**" || (step === "*" && letter !== "/")) return [place]
        return step === letter ? [place + 1] : []
      })
    )
  }
  return places.includes(steps.length)
}

/** Places, and those behind wildcards that stand for nothing, each once. */
const reachedFrom = (steps: ReadonlyArray<string>, places: ReadonlyArray<number>): ReadonlyArray<number> => {
  const reached = new Set<number>()
  for (const place of places) {
    for (let next = place; !reached.has(next); next++) {
      reached.add(next)
      if (steps[next]?.startsWith("*") !== true) break
    }
  }
  return Array.from(reached)
}
