/** What may be left out in front of a path of Graph. */
const version = /^\/(?:v1\.0|beta)(?=\/)/iu
const communications = /^\/(?:communications|app)(?=\/)/iu

/** What a path pattern matches; patterns are few, and asked often. */
const compiled = new Map<string, RegExp>()

const compile = (pattern: string): RegExp => {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\?]/gu, String.raw`\$&`)
    .replaceAll("**", "\0")
    .replaceAll("*", "[^/]*")
    .replaceAll("\0", ".*")
  const made = new RegExp(`^${source}/?$`, "iu")
  if (compiled.size >= 1_000) compiled.clear()
  compiled.set(pattern, made)
  return made
}

/** Whether a path is what a pattern says, with or without the version of Graph and `/communications`; of a URL also its path alone. */
export const matchesPath = (pattern: string, url: string): boolean => {
  const whole = url.replace(/[?#].*$/su, "")
  const path = whole.replace(/^https?:\/\/[^/]*/iu, "")
  const short = path.replace(version, "")
  const candidates = [whole, path, short, short.replace(communications, "")]
  return candidates.some((candidate) => compile(pattern).test(candidate))
}

/** Ids compare without case and dashes. */
export const isSameId = (one: string, other: string | undefined): boolean =>
  other !== undefined && keyOf(one) === keyOf(other)

const keyOf = (id: string): string => id.replaceAll("-", "").toLowerCase()
