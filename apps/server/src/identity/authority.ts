import type { BotIdentity } from "@recordop/core/calls"
import type { App } from "@recordop/emulator/protocol/apps"
import { Clock, DateTime, Effect, Result } from "effect"
import * as Base64 from "effect/encoding/Base64"
import { decodeJwt } from "jose"
import { type Answer, plainJson } from "../graph/Answer.ts"
import type { Handler } from "../graph/Bridge.ts"
import type { GraphRequest } from "../graph/GraphRequest.ts"
import { readForm } from "../graph/readForm.ts"
import type { SigningKey } from "../webhooks/SigningKey.ts"
import { accessToken, tenantIdOf, tokenLifetime } from "./accessToken.ts"
import { audiencesOf, type Cloud } from "./clouds.ts"
import { allRoles } from "./permissions.ts"

/** Why no token is given, in Microsoft's words and numbers. */
interface Refusal {
  readonly status: number
  readonly error: string
  readonly code: number
  readonly message: string
}

const refusals = {
  missing: (name: string): Refusal => ({
    status: 400,
    error: "invalid_request",
    code: 900144,
    message: `The request body must contain the following parameter: '${name}'.`
  }),
  grant: {
    status: 400,
    error: "unsupported_grant_type",
    code: 70003,
    message: "The app requested an unsupported grant type; here there is client_credentials."
  },
  unknownApp: (id: string): Refusal => ({
    status: 400,
    error: "unauthorized_client",
    code: 700016,
    message: `Application with identifier '${id}' was not found in the directory.`
  }),
  secret: {
    status: 401,
    error: "invalid_client",
    code: 7000215,
    message: "Invalid client secret provided. It is not the one of the seed for this application."
  }
} as const

/** What an authority needs to know. */
export interface AuthorityOptions {
  /** Who gets tokens; anybody when there are none. */
  readonly apps: ReadonlyArray<App>
  /** Whose tenant is meant when none is named. */
  readonly bot: BotIdentity
  readonly cloud: Cloud
}

/**
 * `POST /{tenant}/oauth2/v2.0/token` and `/{tenant}/oauth2/token`: a token for an application that shows its secret or an assertion,
 * whose signature is not checked.
 *
 * Source: Microsoft identity platform, "OAuth 2.0 client credentials flow".
 */
export const token = ({ apps, bot, cloud }: AuthorityOptions): Handler<SigningKey> =>
  Effect.fnUntraced(function*(request) {
    const form = yield* readForm(request)
    const tenant = request.params["tenant"] ?? ""
    const asked = readRequest(form, request.header("authorization"), cloud)
    if ("error" in asked) return yield* refuse(request, asked)
    const app = apps.find(({ id, tenant: own = tenant }) =>
      id.toLowerCase() === asked.appId.toLowerCase() &&
      tenantIdOf(tenant, own.toLowerCase()) === own.toLowerCase()
    )
    if (apps.length > 0 && app === undefined) return yield* refuse(request, refusals.unknownApp(asked.appId))
    if (asked.secret !== undefined && app?.secret !== undefined && asked.secret !== app.secret) {
      return yield* refuse(request, refusals.secret)
    }
    const access_token = yield* accessToken({
      id: request.requestId,
      appId: asked.appId,
      tenantId: tenantIdOf(app?.tenant ?? tenant, bot.tenantId),
      audience: asked.audience,
      roles: app?.roles ?? allRoles,
      lifetime: tokenLifetime
    })
    const now = Math.floor((yield* Clock.currentTimeMillis) / 1_000)
    return noStore(plainJson(
      200,
      request.path.toLowerCase().endsWith("/v2.0/token")
        ? { token_type: "Bearer", expires_in: tokenLifetime, ext_expires_in: tokenLifetime, access_token }
        : {
          token_type: "Bearer",
          expires_in: String(tokenLifetime),
          ext_expires_in: String(tokenLifetime),
          expires_on: String(now + tokenLifetime),
          not_before: String(now),
          resource: asked.audience,
          access_token
        }
    ))
  })

const noStore = (answer: Answer): Answer => ({
  ...answer,
  headers: { ...answer.headers, "Cache-Control": "no-store, no-cache", Pragma: "no-cache" }
})

interface AskedToken {
  readonly appId: string
  /** Absent when an assertion takes its place. */
  readonly secret?: string
  readonly audience: string
}

/** Who asks for a token, by the form or by the header (RFC 6749, 2.3.1; RFC 7523, 2.2). */
const readRequest = (
  form: URLSearchParams,
  authorization: string | undefined,
  cloud: Cloud
): AskedToken | Refusal => {
  const grant = form.get("grant_type")
  if (grant === null) return refusals.missing("grant_type")
  if (grant !== "client_credentials") return refusals.grant
  const [basicId, basicSecret] = basicOf(authorization)
  const assertion = form.get("client_assertion")
  const appId = form.get("client_id") ?? basicId ?? subjectOf(assertion)
  if (appId === undefined || appId === "") return refusals.missing("client_id")
  const wanted = form.get("scope") ?? form.get("resource")
  if (wanted === null) return refusals.missing("scope")
  // Some samples write two slashes before `.default`.
  const audience = wanted.trim().split(/\s+/)[0]?.replace(/\/+\.default$/, "") || audiencesOf(cloud)[0]
  if (assertion !== null) return { appId, audience }
  const secret = form.get("client_secret") ?? basicSecret
  return secret === undefined || secret === ""
    ? refusals.missing("client_assertion or client_secret")
    : { appId, audience, secret }
}

/** Identifier and secret, each percent-encoded or as it is (RFC 6749, 2.3.1; not all clients encode). */
const basicOf = (authorization = ""): ReadonlyArray<string> => {
  const encoded = /^Basic\s+(\S+)$/i.exec(authorization)?.[1]
  if (encoded === undefined) return []
  const [, id = "", secret = ""] = /^([^:]*):?(.*)$/s.exec(decodedBase64(encoded)) ?? []
  return [decodedOr(id), decodedOr(secret)]
}

const decodedBase64 = (encoded: string): string => Result.getOrElse(Base64.decodeString(encoded), () => "")

const decodedOr = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const subjectOf = (assertion: string | null): string | undefined => {
  try {
    return assertion === null ? undefined : decodeJwt(assertion).sub
  } catch {
    return undefined
  }
}

/** Source: Microsoft identity platform, "Authentication and authorization error codes" (the form of the body). */
const refuse = ({ clientRequestId, requestId }: GraphRequest, { code, error, message, status }: Refusal) =>
  Effect.map(DateTime.now, (now) => {
    const timestamp = DateTime.formatIso(now).slice(0, 19).replace("T", " ")
    return noStore(plainJson(status, {
      error,
      error_description: `AADSTS${code}: ${message} Trace ID: ${requestId} Correlation ID: ${clientRequestId} ` +
        `Timestamp: ${timestamp}Z`,
      error_codes: [code],
      timestamp: `${timestamp}Z`,
      trace_id: requestId,
      correlation_id: clientRequestId,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`
    }))
  })

/**
 * `GET /{tenant}/v2.0/.well-known/openid-configuration`: where tokens of a tenant are, and the keys that they are signed with.
 *
 * Source: OpenID Connect Discovery 1.0, section 3.
 */
export const tenantConfiguration = ({ bot, cloud }: AuthorityOptions): Handler<never> => ({ origin, params }) => {
  const tenant = params["tenant"] ?? bot.tenantId
  return Effect.succeed(plainJson(200, {
    issuer: `https://${cloud.authority}/${tenantIdOf(tenant, bot.tenantId)}/v2.0`,
    authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
    token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
    response_types_supported: ["code", "id_token", "token"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    tenant_region_scope: null,
    cloud_instance_name: cloud.authority.replace(/^login\./, "")
  }))
}

/**
 * `GET /common/discovery/instance`: that this authority is one of Microsoft's, which MSAL asks.
 *
 * Source: the requests of MSAL.
 */
export const instanceDiscovery = ({ cloud }: AuthorityOptions): Handler<never> => ({ origin, query }) => {
  const asked = URL.parse(new URLSearchParams(query).get("authorization_endpoint") ?? "")
  const tenant = asked?.pathname.split("/")[1] ?? "common"
  const host = asked?.host ?? URL.parse(origin)?.host ?? cloud.authority
  const names = Array.from(new Set([host, cloud.authority, ...cloud.aliases]))
  return Effect.succeed(plainJson(200, {
    tenant_discovery_endpoint: `${asked?.origin ?? origin}/${tenant}/v2.0/.well-known/openid-configuration`,
    "api-version": "1.1",
    metadata: [{ preferred_network: names[0], preferred_cache: names[0], aliases: names }]
  }))
}
