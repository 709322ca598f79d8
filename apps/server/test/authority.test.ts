import { assert, describe, it } from "@effect/vitest"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { clouds } from "@recordop/server/identity/clouds"
import { callId, seed } from "@recordop/testing/Fixtures"
import { Effect, Layer, Schema } from "effect"
import { createRemoteJWKSet, decodeJwt, importJWK, jwtVerify, SignJWT, UnsecuredJWT } from "jose"
import { targets } from "./bot.ts"
import { frozenServer } from "./frozen.ts"
import { key, withKey } from "./key.ts"
import { errorOf, sending, testApp } from "./testApp.ts"

const tenant = "632899f8-2ea1-4604-8413-27bd2892079f"
const call = `/v1.0/communications/calls/${callId}`

/** The form that bots post for a token. */
const form = (fields: Record<string, string>, headers: Record<string, string> = {}): RequestInit => ({
  method: "POST",
  headers: { "Content-Type": "application/x-www-form-urlencoded;charset=utf-8", ...headers },
  body: new URLSearchParams(fields).toString()
})

const asked = {
  grant_type: "client_credentials",
  client_id: "bot",
  client_secret: "a~secret",
  scope: "https://graph.microsoft.com/.default"
}

const apps = [
  { id: "bot", secret: "a~secret", tenant, roles: ["Calls.AccessMedia.All"] },
  { id: "anybody" }
]

const decodeJwk = Schema.decodeUnknownEffect(Schema.Record(Schema.String, Schema.String))

/** A request with a token. */
const withToken = (token: unknown, init: RequestInit = {}): RequestInit => ({
  ...init,
  headers: { ...init.headers, Authorization: `Bearer ${String(token)}` }
})

describe("the authority", () => {
  it.effect("gives anybody a token of Graph, with the claims of Microsoft's", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { body, headers, status } = yield* request(`/${tenant}/oauth2/v2.0/token?client-request-id=1`, form(asked))
      assert.strictEqual(status, 200)
      assert.deepInclude(body, { token_type: "Bearer", expires_in: 3599, ext_expires_in: 3599 })
      assert.include(headers.get("Cache-Control"), "no-store")
      const claims = decodeJwt(String(body["access_token"]))
      assert.deepInclude({ ...claims }, {
        aud: "https://graph.microsoft.com",
        iss: `https://sts.windows.net/${tenant}/`,
        appid: "bot",
        tid: tenant
      })
      assert.include(JSON.stringify(claims["roles"]), "Calls.JoinGroupCall.All")
      assert.strictEqual((claims.exp ?? 0) - (claims.iat ?? 0), 3_599)
    }))

  it.effect.each<readonly [string, string, Record<string, string>, Record<string, string>]>([
    ["two slashes", "/common/oauth2/v2.0/token", { ...asked, scope: "https://graph.microsoft.com//.default" }, {}],
    [
      "a resource",
      `/contoso.onmicrosoft.com/oauth2/token`,
      {
        grant_type: "client_credentials",
        client_id: "bot",
        client_secret: "s",
        resource: "https://graph.microsoft.com"
      },
      {}
    ],
    [
      "an assertion",
      "/organizations/oauth2/v2.0/token",
      {
        grant_type: "client_credentials",
        client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        client_assertion: new UnsecuredJWT({}).setSubject("bot").encode(),
        scope: asked.scope
      },
      {}
    ],
    [
      "a secret in a header that is not encoded",
      "/common/oauth2/v2.0/token",
      { grant_type: "client_credentials", scope: "" },
      { Authorization: `Basic ${Buffer.from("bot:50%:x").toString("base64")}` }
    ],
    [
      "the secret in a header",
      "/common/OAuth2/V2.0/Token",
      { grant_type: "client_credentials", scope: asked.scope },
      { Authorization: `Basic ${Buffer.from("bot:a~secret").toString("base64")}` }
    ]
  ])("takes %s", ([, path, fields, headers]) =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const { body, status } = yield* request(path, form(fields, headers))
      assert.strictEqual(status, 200, JSON.stringify(body))
      const { appid, aud, tid } = decodeJwt(String(body["access_token"]))
      assert.deepStrictEqual([appid, aud, tid], [
        "bot",
        "https://graph.microsoft.com",
        "00000000-0000-0000-0000-000000000000"
      ])
    }))

  it.effect("knows an app of a tenant by any name of a tenant, and not in another tenant", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ apps })
      for (const name of ["common", "organizations", "contoso.onmicrosoft.com"]) {
        const { body, status } = yield* request(`/${name}/oauth2/v2.0/token`, form(asked))
        assert.strictEqual(status, 200, name)
        assert.strictEqual(decodeJwt(String(body["access_token"]))["tid"], tenant)
      }
      const other = "00000000-1111-2222-3333-444444444444"
      assert.strictEqual((yield* request(`/${other}/oauth2/v2.0/token`, form(asked))).status, 400)
    }))

  it.effect("takes the bot of the server where nothing is said, and has the names of its cloud", () =>
    Effect.gen(function*() {
      const bot = { appId: "the-bot", tenantId: tenant }
      const request = yield* testApp({ bot, cloud: clouds.usgov, auth: "jwt" })
      const made = yield* request("/_emulator/tokens", { method: "POST" })
      const { appid, aud, tid } = decodeJwt(String(made.body["accessToken"]))
      assert.deepStrictEqual([appid, aud, tid], ["the-bot", "https://graph.microsoft.us", tenant])
      const configuration = yield* request("/common/v2.0/.well-known/openid-configuration")
      assert.strictEqual(configuration.body["issuer"], `https://login.microsoftonline.us/${tenant}/v2.0`)
      const keys = yield* request("/v1/.well-known/OpenIdConfiguration")
      assert.strictEqual(keys.body["issuer"], "https://api.botframework.us")
      const ofGlobal = sending("POST", { audience: "https://graph.microsoft.com" })
      const other = yield* request("/_emulator/tokens", ofGlobal)
      const list = "/v1.0/communications/calls"
      assert.strictEqual((yield* request(list, withToken(made.body["accessToken"]))).status, 200)
      const refused = yield* request(list, withToken(other.body["accessToken"]))
      assert.include(errorOf(refused).message, "expected https://graph.microsoft.us")
      assert.include(refused.headers.get("WWW-Authenticate"), "https://login.microsoftonline.us/")
    }))

  it.effect.each<readonly [string, Record<string, string>, number, string, number]>([
    ["a wrong secret", { ...asked, client_secret: "wrong" }, 401, "invalid_client", 7000215],
    ["an unknown application", { ...asked, client_id: "other" }, 400, "unauthorized_client", 700016],
    ["no secret", { ...asked, client_secret: "" }, 400, "invalid_request", 900144],
    [
      "no scope",
      { grant_type: "client_credentials", client_id: "bot", client_secret: "s" },
      400,
      "invalid_request",
      900144
    ],
    ["another grant", { ...asked, grant_type: "password" }, 400, "unsupported_grant_type", 70003],
    ["nothing", {}, 400, "invalid_request", 900144]
  ])("refuses %s in Microsoft's form", ([, fields, status, error, code]) =>
    Effect.gen(function*() {
      const request = yield* testApp({ apps })
      const answer = yield* request(`/${tenant}/oauth2/v2.0/token`, form(fields))
      assert.strictEqual(answer.status, status)
      assert.deepInclude(answer.body, { error, error_codes: [code] })
      assert.match(String(answer.body["error_description"]), new RegExp(`^AADSTS${code}: .* Trace ID: `))
    }))

  it.effect("knows an application in its own tenant, and one without tenant and secret everywhere", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ apps })
      const statusOf = (path: string, fields: Record<string, string>) =>
        Effect.map(request(`/${path}/oauth2/v2.0/token`, form(fields)), ({ status }) => status)
      assert.strictEqual(yield* statusOf(tenant, asked), 200)
      assert.strictEqual(yield* statusOf("00000000-1111-2222-3333-444444444444", asked), 400)
      assert.strictEqual(yield* statusOf("common", { ...asked, client_id: "anybody" }), 200)
    }))

  it.live("says where its tokens and keys are, and Microsoft's paths say who signs notifications", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer()
      const { body } = yield* server.send("GET", `/${tenant}/v2.0/.well-known/openid-configuration`)
      assert.strictEqual(body.token_endpoint, `${server.url}/${tenant}/oauth2/v2.0/token`)
      const token = yield* Effect.promise(() =>
        fetch(body.token_endpoint, form(asked)).then((response) => response.json())
      )
      const { payload } = yield* Effect.promise(() =>
        jwtVerify(token.access_token, createRemoteJWKSet(new URL(body.jwks_uri)), {
          audience: "https://graph.microsoft.com"
        })
      )
      assert.strictEqual(payload["appid"], "bot")
      const discovery = yield* server.send(
        "GET",
        `/common/discovery/instance?api-version=1.1&authorization_endpoint=https://login.microsoftonline.com/${tenant}/oauth2/v2.0/authorize`
      )
      assert.strictEqual(
        discovery.body.tenant_discovery_endpoint,
        `https://login.microsoftonline.com/${tenant}/v2.0/.well-known/openid-configuration`
      )
      const signer = yield* server.send("GET", "/v1/.well-known/OpenIdConfiguration")
      assert.strictEqual(signer.body.issuer, "https://api.botframework.com")
    }))
})

describe("a server that wants tokens", () => {
  it.effect("takes any with --auth any, and answers 401 in Graph's form without one", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ auth: "any" })
      const refused = yield* request(call)
      assert.deepStrictEqual([refused.status, errorOf(refused).code], [401, "InvalidAuthenticationToken"])
      assert.match(String(refused.headers.get("WWW-Authenticate")), /^Bearer /)
      assert.strictEqual((yield* request(call, withToken("whatever"))).status, 200)
      assert.strictEqual((yield* request("/_emulator/health")).status, 200)
    }))

  it.effect("wants one of its own with --auth jwt, with the role of the action, which it names", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ auth: "jwt", apps, clock: { mode: "frozen" } })
      const { body } = yield* request(`/${tenant}/oauth2/v2.0/token`, form(asked))
      const token = body["access_token"]
      assert.strictEqual((yield* request(call, withToken(token))).status, 200)
      const record = yield* request(`${call}/recordResponse`, withToken(token, sending("POST", {})))
      assert.strictEqual(record.status, 200)
      const create = withToken(token, sending("POST", { callbackUri: "http://localhost:9/", targets }))
      const refused = yield* request("/v1.0/communications/calls", create)
      assert.deepStrictEqual([refused.status, errorOf(refused).code], [403, "7504"])
      assert.match(String(errorOf(refused).message), /lacks the role Calls\.Initiate\.All \(or /)
    }))

  it.effect("refuses tokens that are expired, foreign, tampered with, for somebody else or not signed", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ auth: "jwt" })
      const tokenFor = (scope: string) =>
        Effect.map(
          request(`/${tenant}/oauth2/v2.0/token`, form({ ...asked, scope })),
          ({ body }) => String(body["access_token"])
        )
      const own = yield* tokenFor(asked.scope)
      const [header = "", payload = "", signature = ""] = own.split(".")
      const claims = { ...decodeJwt(own), roles: ["Calls.Initiate.All"] }
      const tampered = Buffer.from(JSON.stringify(claims)).toString("base64url")
      const foreign = yield* Effect.promise(() =>
        new SignJWT(claims).setProtectedHeader({ alg: "HS256" }).sign(
          new TextEncoder().encode("a secret of at least 32 bytes …")
        )
      )
      const bad = {
        foreign,
        none: new UnsecuredJWT(claims).encode(),
        tampered: `${header}.${tampered}.${signature}`,
        "for others": yield* tokenFor("https://api.botframework.com/.default"),
        "no token": "abc",
        expired: (yield* request("/_emulator/tokens", sending("POST", { expiresIn: -1 }))).body["accessToken"],
        cut: `${header}.${payload}.`
      }
      for (const [name, token] of Object.entries(bad)) {
        const { status } = yield* request(call, withToken(token))
        assert.strictEqual(status, 401, name)
      }
      assert.strictEqual((yield* request(call, withToken(own))).status, 200)
    }))

  it.effect.each<readonly [string, Record<string, unknown>, RegExp]>([
    ["without an expiration time", { exp: undefined }, /token has no expiration time/],
    ["that is not valid yet", { nbf: 4_000_000_000 }, /token is not valid yet/],
    ["that has expired", { exp: -1 }, /token is expired/],
    ["for somebody else", { aud: "https://example.com" }, /Invalid audience; expected/],
    ["for nobody", { aud: undefined }, /Invalid audience; expected/],
    ["of another issuer", { iss: "https://example.com/" }, /Invalid issuer/],
    ["of no tenant", { tid: undefined }, /tid: /],
    ["whose roles are a text", { roles: "Calls.AccessMedia.All" }, /roles: /]
  ])("says what is wrong with a token of its own %s", ([, claims, expected]) =>
    Effect.gen(function*() {
      const request = yield* testApp({ auth: "jwt", store: Layer.orDie(withKey(layerMemory(seed))) })
      const payload = {
        aud: "https://graph.microsoft.com",
        iss: `https://sts.windows.net/${tenant}/`,
        tid: tenant,
        roles: ["Calls.AccessMedia.All"],
        exp: 4_000_000_000,
        ...claims
      }
      const jwk = yield* Effect.flatMap(Effect.promise(key), decodeJwk)
      const token = yield* Effect.promise(async () =>
        await new SignJWT(payload).setProtectedHeader({ alg: "RS256" }).sign(await importJWK(jwk, "RS256"))
      )
      const refused = yield* request(call, withToken(token))
      assert.strictEqual(refused.status, 401)
      assert.match(String(errorOf(refused).message), expected)
    }))
})
