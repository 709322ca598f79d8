/** The ids in the path of a resource of a call, and the segment that follows that of the call. */
export interface ResourcePath {
  readonly call: string
  readonly operation: string | undefined
  readonly rest: string | undefined
}

const calls = /(?:^|\/)calls\/([^/?]+)(?:\/(?:operations\/([^/?]+)|([^/?]+)))?/i

/** The ids in the path of what has changed, whichever of the two says it; `undefined` when it is nothing of a call. */
export const resourcePathOf = (
  { resource, resourceUrl }: { readonly resource?: string; readonly resourceUrl?: string }
): ResourcePath | undefined => parse(resourceUrl ?? "") ?? parse(resource ?? "")

const parse = (path: string): ResourcePath | undefined => {
  const [, call, operation, rest] = calls.exec(path) ?? []
  return call === undefined ? undefined : { call, operation, rest: rest?.toLowerCase() }
}
