import { Cause, Effect } from "effect"
import { Hono } from "hono"
import { cors } from "hono/cors"
import { makeAccessCheck } from "./accessCheck.ts"
import { makeRespond, type RunPromise } from "./Bridge.ts"
import { makeCallHandlers } from "./calls/handlers.ts"
import { callRoutes } from "./calls/routes.ts"
import { emulatorRoutes } from "./emulator/routes.ts"
import { allowedMethods, graphPath, unknownSegment, versions } from "./graph/path.ts"
import { methodNotAllowed, Refused, routeNotFound } from "./graph/Refused.ts"
import { operationRoutes } from "./operations/routes.ts"
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
  const respond = makeRespond(runPromise, { checkAccess: makeAccessCheck(options), logRequest: options.logRequest })
  const app = new Hono({ getPath: graphPath })
  if (options.cors) app.use(cors(corsOptions))
  app.route("/_emulator", emulatorRoutes(respond, options))
  const operations = operationRoutes(respond, options.statusCasing)
  const calls = callRoutes(respond, makeCallHandlers(options.statusCasing, options.callbackHosts))
  for (const version of versions) {
    app.route(`/${version}/communications/calls`, calls)
    app.route(`/${version}/communications/calls/:call/operations`, operations)
  }
  app.notFound((c) => respond(({ method }) => Effect.fail(noRoute(method, c.req.path)))(c))
  app.onError((error, c) =>
    respond(() => Effect.andThen(Effect.logError(Cause.die(error)), Effect.fail(internalError)))(c)
  )
  return app
}

const noRoute = (method: string, path: string): Refused => {
  const allowed = allowedMethods(path)
  return allowed === undefined ? routeNotFound(unknownSegment(path)) : methodNotAllowed(method, allowed)
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
