import { idsFor } from "@recordop/emulator/model/NewId"
import { Cause, Effect, Predicate } from "effect"
import { Hono } from "hono"
import { cors } from "hono/cors"
import { makeAccessCheck } from "./accessCheck.ts"
import { isOfPage, pageFile } from "./emulator/page.ts"
import { type Dispatch, makeRespond, type RunPromise } from "./graph/Bridge.ts"
import { makeCannedAnswers } from "./graph/cannedAnswers.ts"
import { makePathTable, type Resolved } from "./graph/PathTable.ts"
import { recordExchange } from "./graph/recordExchange.ts"
import { malformedPath, methodNotAllowed, notServed, Refused, routeNotFound } from "./graph/Refused.ts"
import { withFaults } from "./graph/withFaults.ts"
import { makeCheckToken } from "./identity/checkToken.ts"
import { allowedMethods, makeRoutes, type Route } from "./routes.ts"
import type { Served } from "./Served.ts"
import type { RequestLine } from "./ServerLog.ts"
import type { ServerSettings } from "./ServerSettings.ts"
import { type Traced, untraced } from "./telemetry.ts"

/** What the app needs to know besides the ports. */
export interface AppOptions extends
  Pick<
    ServerSettings,
    | "host"
    | "statusCasing"
    | "allowedHosts"
    | "callbackHosts"
    | "cors"
    | "responses"
    | "auth"
    | "apps"
    | "bot"
    | "cloud"
    | "tls"
    | "deterministic"
    | "maxEndedCalls"
    | "maxNotifications"
    | "maxNotificationBytes"
    | "recordingRetention"
  >
{
  readonly version: string
  readonly logRequest: (line: RequestLine) => void
  /** How requests are traced; not at all unless given. */
  readonly traced?: Traced
  /** Aborts when the server stops; streams end then. */
  readonly stopping: AbortSignal
}

/** The whole server but for the listening: any adapter of the ports, as HTTP. */
export const makeApp = (runPromise: RunPromise<Served>, options: AppOptions): Hono => {
  const { logRequest, stopping, traced = untraced } = options
  const { dispatch, findRoute } = makeDispatch(options)
  const respond = makeRespond<Served>(runPromise, {
    checkAccess: makeAccessCheck(options),
    logRequest,
    newId: idsFor("requests", options.deterministic),
    record: recordExchange,
    stopping,
    traced: (request, answer) => traced(request, answer, findRoute)
  })

  // The table of routes finds paths.
  const app = new Hono({ getPath: () => "/" })
  if (options.cors) app.use(cors(corsOptions))
  app.all("/", respond(withFaults(dispatch)))
  app.onError((error, c) =>
    respond(() => Effect.andThen(Effect.logError(Cause.die(error)), Effect.fail(internalError)))(c)
  )
  return app
}

/** Finds what answers a request, by its path and method; and the route of a path. */
const makeDispatch = (options: AppOptions) => {
  const routes = makeRoutes(options)
  const resolveServed = makePathTable(routes.filter(({ api }) => api !== "authority"))
  const resolveAuthority = makePathTable(routes.filter(({ api }) => api === "authority"))
  const checkToken = makeCheckToken(options.auth, options.cloud)
  const cannedAnswer = makeCannedAnswers(options.responses)
  const resolve = (path: string) => {
    const served = resolveServed(path)
    return served._tag === "Found" ? served : orServed(resolveAuthority(path), served)
  }
  const dispatchRoute: Dispatch<Served> = (request) => {
    const resolved = resolve(request.path)
    if (resolved._tag === "Malformed") return Effect.fail(malformedPath(resolved.segment))
    if (resolved._tag === "Unknown") {
      const canned = cannedAnswer(request)
      if (canned !== undefined) return Effect.succeed(canned)
      return Effect.fail((isOfOtherGraph.test(request.path) ? notServed : routeNotFound)(resolved.segment))
    }
    const { params, route } = resolved
    const { method } = request
    const handler = route.methods.get(method === "HEAD" ? "GET" : method)
    if (handler === undefined) return Effect.fail(methodNotAllowed(method, allowedMethods(route)))
    const answer = handler({ ...request, params, api: route.api })
    return checkToken === undefined || !isOfGraph(route)
      ? answer
      : Effect.andThen(checkToken(request, route.path.slice(route.api.length + 1)), answer)
  }
  const dispatch: Dispatch<Served> = (request) =>
    isOfPage(request)
      ? Effect.filterOrElse(pageFile(request), Predicate.isNotUndefined, () => dispatchRoute(request))
      : dispatchRoute(request)
  const findRoute = (path: string) => {
    const resolved = resolve(path)
    return resolved._tag === "Found" ? resolved.route.path : undefined
  }
  return { dispatch, findRoute }
}

/** What is found, or else what was unknown in the first place. */
const orServed = <R>(found: Resolved<R>, served: Resolved<R>): Resolved<R> => found._tag === "Found" ? found : served

const isOfGraph = ({ api }: Route): boolean => api === "v1.0" || api === "beta"

/** Paths of Graph that are not of its calls API. */
const isOfOtherGraph = /^\/(?:v1\.0|beta)\/(?!(?:communications|app)\/calls(?:[/(]|$))/i

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
