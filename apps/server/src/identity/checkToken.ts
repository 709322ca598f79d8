import { DateTime, Effect, Result, Schema } from "effect"
import { errors, importJWK, jwtVerify } from "jose"
import type { HandlerError } from "../graph/errorAnswer.ts"
import type { Received } from "../graph/GraphRequest.ts"
import { invalid, Refused } from "../graph/Refused.ts"
import { SigningKey } from "../webhooks/SigningKey.ts"
import { issuerOf } from "./accessToken.ts"
import { audiencesOf, type Cloud } from "./clouds.ts"
import { permissions } from "./permissions.ts"

/** Says why a request may not be answered, by the token that it has; `path` is that of its route, without the version. */
export type CheckToken = (request: Received, path: string) => Effect.Effect<void, HandlerError, SigningKey>

/** The check that a server is set to. `any` wants a token, whatever it is; `jwt` wants one of this server, with the role. */
export const makeCheckToken = (auth: "off" | "any" | "jwt", cloud: Cloud): CheckToken | undefined => {
  if (auth === "off") return undefined
  return (request, path) => {
    const token = /^Bearer\s+(\S+)\s*$/i.exec(request.header("authorization") ?? "")?.[1]
    if (token === undefined) return Effect.fail(unauthorized("Access token is empty.", cloud))
    return auth === "any" ? Effect.void : checkJwt(token, `${request.method} ${path}`, cloud)
  }
}

const Claims = Schema.Struct({
  iss: Schema.String,
  tid: Schema.String,
  roles: Schema.optionalKey(Schema.Array(Schema.String))
})
const decodeClaims = Schema.decodeUnknownResult(Claims)

const checkJwt = Effect.fnUntraced(function*(token: string, action: string, cloud: Cloud) {
  const key = yield* SigningKey
  const publicKey = yield* key.publicKey
  const now = yield* DateTime.now
  const options = {
    algorithms: ["RS256"],
    audience: [...audiencesOf(cloud)],
    requiredClaims: ["exp"],
    currentDate: DateTime.toDate(now)
  }
  const verified = yield* Effect.tryPromise({
    try: () => importJWK(publicKey, "RS256").then((key) => jwtVerify(token, key, options)),
    catch: (error) => unauthorized(reasonOf(error, cloud), cloud)
  })
  const claims = decodeClaims(verified.payload)
  if (Result.isFailure(claims)) return yield* unauthorized(`${failed} ${invalid(claims.failure).message}`, cloud)
  const { iss, roles = [], tid } = claims.success
  if (iss !== issuerOf(tid)) return yield* unauthorized(`${failed} Invalid issuer; expected ${issuerOf(tid)}.`, cloud)
  const [least, ...others] = permissions[action.replace(/^HEAD /, "GET ")] ?? []
  return least === undefined || [least, ...others].some((role) => roles.includes(role))
    ? undefined
    : yield* missingRole(least, others)
})

const failed = "Access token validation failure."
const lifetimeFailed = "Lifetime validation failed, the token"

const reasonOf = (error: unknown, cloud: Cloud): string => {
  if (error instanceof errors.JWTExpired) return `${lifetimeFailed} is expired.`
  if (!(error instanceof errors.JWTClaimValidationFailed)) return `${failed} It is not signed by this server.`
  switch (error.claim) {
    case "exp":
      return `${lifetimeFailed} has no expiration time.`
    case "nbf":
      return `${lifetimeFailed} is not valid yet.`
    default:
      return `${failed} Invalid audience; expected ${audiencesOf(cloud)[0]}.`
  }
}

/** Source: Graph, "Microsoft Graph error responses and resource types"; RFC 6750, 3. */
const unauthorized = (message: string, { authority }: Cloud): Refused =>
  new Refused({
    status: 401,
    code: "InvalidAuthenticationToken",
    message,
    headers: {
      "WWW-Authenticate": `Bearer realm="", authorization_uri="https://${authority}/common/oauth2/authorize"`
    }
  })

/** The code was seen of Graph, which does not name the role. */
const missingRole = (least: string, others: ReadonlyArray<string>): Refused =>
  new Refused({
    status: 403,
    code: "7504",
    message: `Insufficient enterprise tenant permissions, cannot access this API: the token lacks the role ${least}` +
      `${others.length === 0 ? "" : ` (or ${others.join(", ")})`}.`
  })
