import { clouds, namesOf } from "../identity/clouds.ts"

/** The names of this machine. */
export const ownNames = ["localhost", "127.0.0.1", "::1"] as const

/** Every name that an authority is good for: those of this machine, and those of Microsoft in whose place a server can stand. */
export const authorityNames: ReadonlyArray<string> = Array.from(
  new Set([...ownNames, ...Object.values(clouds).flatMap(namesOf)])
)
