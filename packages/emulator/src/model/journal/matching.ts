import { canonicalPath } from "./canonicalPath.ts"
import { compileGlob } from "./glob.ts"

/** What may be left out in front of a path of Graph. */
const version = /^\/(?:v1\.0|beta)(?=\/)/iu
const communications = /^\/(?:communications|app)(?=\/)/iu

/** What path patterns match; they are few, and asked often. */
const compiled = new Map<string, (text: string) => boolean>()

const compile = (pattern: string): (text: string) => boolean => {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const spellings = Array.from(new Set([pattern, canonicalPath(pattern)]), compileGlob)
  const made = (text: string) => spellings.some((matches) => matches(text))
  if (compiled.size >= 1_000) compiled.clear()
  compiled.set(pattern, made)
  return made
}

/**
 * Whether a path is what a pattern says, in whatever spelling, with or without the version of Graph and `/communications`; of a
 * URL also its path alone. A slash at the end does not count.
 */
export const matchesPath = (pattern: string, url: string): boolean => {
  const matches = compile(pattern)
  const whole = url.replace(/[?#].*$/su, "")
  const path = whole.replace(/^https?:\/\/[^/]*/iu, "")
  const candidates = [path, canonicalPath(path)].flatMap((spelled) => {
    const short = spelled.replace(version, "")
    return [spelled, short, short.replace(communications, "")]
  })
  return [...new Set([whole, ...candidates])].some((candidate) =>
    matches(candidate) || (candidate.endsWith("/") && matches(candidate.slice(0, -1)))
  )
}

/** Ids compare without case and dashes. */
export const isSameId = (one: string, other: string | undefined): boolean =>
  other !== undefined && keyOf(one) === keyOf(other)

const keyOf = (id: string): string => id.replaceAll("-", "").toLowerCase()
