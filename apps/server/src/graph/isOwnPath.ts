const own = "_emulator"

/** Whether a path is the emulator's own, in whatever spelling it is served: Graph has no such. */
export const isOwnPath = (path: string): boolean => {
  const end = path.indexOf("/", 1)
  const segment = path.slice(1, end === -1 ? undefined : end)
  if (!segment.includes("%")) return segment.length === own.length && segment.toLowerCase() === own
  try {
    return decodeURIComponent(segment).toLowerCase() === own
  } catch {
    return false
  }
}
