import { Cause, Effect } from "effect"
import { Hono } from "hono"
import { cors } from "hono/cors"
import { getPath } from "hono/utils/url"
import { makeAccessCheck } from "./accessCheck.ts"
import { makeRespond, type RunPromise } from "./graph/Bridge.ts"
import { makePathTable, toHonoPath } from "./graph/PathTable.ts"
import { methodNotAllowed, Refused, routeNotFound } from "./graph/Refused.ts"
import { allowedMethods, makeRoutes } from "./routes.ts"
import type { Served } from "./Served.ts"
import type { RequestLine } from "./ServerLog.ts"
import type { ServerSettings } from "./ServerSettings.ts"

/** What the app needs to know besides the ports. */
export interface AppOptions
  extends Pick<ServerSettings, "host" | "statusCasing" | "allowedHosts" | "callbackHosts" | "cors">
{
  readonly version: string
  readonly logRequest: (line: RequestLine) => void
  /** Aborts when the server stops; streams end then. */
  readonly stopping: AbortSignal
}

/** The whole server but for the listening: any adapter of the ports, as HTTP. */
export const makeApp = (runPromise: RunPromise<Served>, options: AppOptions): Hono => {
  const { logRequest, stopping } = options
  const respond = makeRespond(runPromise, { checkAccess: makeAccessCheck(options), logRequest, stopping })
  const routes = makeRoutes(options)
  const resolve = makePathTable(routes)

  const app = new Hono({
    getPath: (request) => {
      const path = getPath(request)
      const resolved = resolve(path)
      return resolved._tag === "Found" ? resolved.path : path
    }
  })
  if (options.cors) app.use(cors(corsOptions))
  for (const { methods, path } of routes) {
    for (const [method, handler] of Object.entries(methods)) app.on(method, toHonoPath(path), respond(handler))
  }
  app.notFound((c) =>
    respond(({ method }) => {
      const resolved = resolve(getPath(c.req.raw))
      return Effect.fail(
        resolved._tag === "Found"
          ? methodNotAllowed(method, allowedMethods(resolved.route))
          : routeNotFound(resolved.segment)
      )
    })(c)
  )
  app.onError((error, c) =>
    respond(() => Effect.andThen(Effect.logError(Cause.die(error)), Effect.fail(internalError)))(c)
  )
  return app
}

const internalError = new Refused({ status: 500, code: "UnknownError", message: "An internal error occurred." })

const corsOptions = {
  origin: "*",
  allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  maxAge: 86_400,
  exposeHeaders: [
    "Content-Range",
    "ETag",
    "Location",
    "Preference-Applied",
    "Retry-After",
    "request-id",
    "client-request-id",
    "OData-EntityId"
  ]
}
