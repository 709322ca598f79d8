/** The ids in the path of a resource of a call, and the segment that follows that of the call. */
export interface ResourcePath {
  readonly call: string
  readonly operation: string | undefined
  readonly rest: string | undefined
}

const calls = /(?:^|\/)calls\/([^/?]+)(?:\/(?:operations\/([^/?]+)|([^/?]+)))?/i

/** Reads a path as in `/communications/calls/{id}/operations/{id}`; `undefined` when it is not that of a call. */
export const parseResourcePath = (path: string): ResourcePath | undefined => {
  const [, call, operation, rest] = calls.exec(path) ?? []
  return call === undefined ? undefined : { call, operation, rest: rest?.toLowerCase() }
}
