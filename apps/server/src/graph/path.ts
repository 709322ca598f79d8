import { getPath } from "hono/utils/url"

/**
 * The path of a request as the routes know it. An absolute URL that stands behind the version (what
 * microsoft-graph-client makes of an http `@odata.nextLink`) is taken for itself; `/app/calls` is the old name of
 * `/communications/calls`; a cast to recordOperation changes nothing, as there are no other operations; an action may have
 * its namespace.
 */
export const graphPath = (request: Request): string => {
  const path = getPath(request)
  return special.test(path)
    ? path.replace(embedded, "").replace(alias, "/$1/communications/calls").replace(cast, "").replace(/(.)\/$/, "$1")
      .replace(action, "/$1")
    : path
}

const special = /\/https?:\/|\/app\/calls|\/microsoft\.graph\.|.\/$/i
const embedded = /^\/(?:v1\.0|beta)\/https?:\/+[^/]+(?=\/)/i
const alias = /^\/(v1\.0|beta)\/app\/calls(?=\/|$)/
const cast = /\/microsoft\.graph\.(?:recordOperation|commsOperation)(?=\/\$count$|\/?$)/i
const action = /\/microsoft\.graph\.(recordResponse|playPrompt|cancelMediaProcessing)$/

/** The versions of Graph that are served, as the first segment of a path. */
export const versions = ["v1.0", "beta"] as const

const routes: ReadonlyArray<readonly [path: RegExp, methods: string]> = [
  [/^\/(?:v1\.0|beta)\/communications\/calls$/, "POST"],
  [/^\/(?:v1\.0|beta)\/communications\/calls\/[^/]+$/, "GET, HEAD, DELETE"],
  [/^\/(?:v1\.0|beta)\/communications\/calls\/[^/]+\/(?:recordResponse|playPrompt|cancelMediaProcessing)$/, "POST"],
  [/^\/(?:v1\.0|beta)\/communications\/calls\/[^/]+\/operations$/, "GET, HEAD, POST"],
  [/^\/(?:v1\.0|beta)\/communications\/calls\/[^/]+\/operations\/\$count$/, "GET, HEAD"],
  [/^\/(?:v1\.0|beta)\/communications\/calls\/[^/]+\/operations\/[^/]+$/, "GET, HEAD, PATCH, DELETE"],
  [/^\/_emulator\/(?:health|events|notifications|\.well-known\/(?:openid-configuration|jwks\.json))$/, "GET, HEAD"],
  [/^\/_emulator\/clock$/, "GET, HEAD, POST"],
  [/^\/_emulator\/reset$/, "POST"],
  [/^\/_emulator\/notifications\/[^/]+\/redeliver$/, "POST"],
  [/^\/_emulator\/calls\/[^/]+\/caller$/, "PUT, POST"],
  [/^\/_emulator\/calls\/[^/]+\/recordings\/[^/]+$/, "GET, HEAD"]
]

/** The methods of a path that leads somewhere. */
export const allowedMethods = (path: string): string | undefined => routes.find(([route]) => route.test(path))?.[1]

const known = [/^(?:v1\.0|beta)$/, /^communications$/, /^calls$/, /./, /^operations$/, /./]

/** The first segment of a path that leads to nothing, or the last one. */
export const unknownSegment = (path: string): string => {
  const segments = path.split("/").slice(1)
  return segments.find((segment, index) => known[index]?.test(segment) !== true) ?? segments.at(-1) ?? ""
}
