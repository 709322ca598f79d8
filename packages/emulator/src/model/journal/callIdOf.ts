import { canonicalPath } from "./canonicalPath.ts"

/** The call that a path or URL of Graph is about. */
export const callIdOf = (path: string): string | undefined =>
  /\/calls\/(?<id>[^/?]+)/iu.exec(canonicalPath(path))?.groups?.["id"]
