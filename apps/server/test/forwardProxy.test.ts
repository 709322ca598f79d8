import { assert, describe, it } from "@effect/vitest"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { clouds, namesOf } from "@recordop/server/identity/clouds"
import { makeAuthority, makeCertificate } from "@recordop/server/tls/certificates"
import { authorityNames } from "@recordop/server/tls/names"
import { seed } from "@recordop/testing/Fixtures"
import { Effect, Exit, Fiber, Scope } from "effect"
import { createServer } from "node:http"
import { connect, createServer as createTcpServer } from "node:net"
import { connect as connectTls } from "node:tls"
import { withKey } from "./key.ts"
import { listen, listenBoth } from "./listen.ts"

const portOf = (url: string): number => Number(new URL(url).port)

/** A server with https, and the authority that signed for it. */
const secureServer = Effect.fnUntraced(function*(offline = false) {
  const authority = yield* makeAuthority(authorityNames)
  const { certificate, key } = yield* makeCertificate(authority, authorityNames)
  const tls = { certificate: `${certificate}\n${authority.certificate}`, key, port: 0, offline }
  const { secureUrl = "", url } = yield* listenBoth({ tls, clock: { mode: "frozen" } }, withKey(layerMemory(seed)))
  return { ca: authority.certificate, port: portOf(url), securePort: portOf(secureUrl) }
})

/** What a proxy answers to a request, until it closes or until there is enough. */
const askWhole = (port: number, line: string, more = "", isEnough: (text: string) => boolean = () => false) =>
  Effect.callback<string>((resume) => {
    let text = ""
    const host = /^GET http:\/\/([^/]+)/.exec(line)?.[1] ?? "localhost"
    const socket = connect({ host: "127.0.0.1", port }, () => socket.write(`${line}\r\nHost: ${host}\r\n${more}\r\n`))
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk
      if (isEnough(text)) socket.destroy()
    })
    socket.on("close", () => resume(Effect.succeed(text)))
  })

/** The first line of what it answers. */
const ask = (port: number, line: string, more = "") =>
  Effect.map(
    askWhole(port, line, more, (text) => text.includes("\r\n\r\n")),
    (text) => text.split("\r\n")[0] ?? ""
  )

/** A GET over https through the proxy, by the name of a server. */
const getThrough = (port: number, name: string, path: string, ca: string) =>
  Effect.callback<string>((resume) => {
    const tunnel = connect({ host: "127.0.0.1", port }, () => tunnel.write(`CONNECT ${name}:443 HTTP/1.1\r\n\r\n`))
    tunnel.once("data", () => {
      const secure = connectTls({ socket: tunnel, servername: name, ca }, () =>
        secure.write(`GET ${path} HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`))
      let text = ""
      secure.setEncoding("utf8").on("data", (chunk: string) => (text += chunk))
      secure.on("error", (error) =>
        resume(Effect.succeed(error.message)))
      secure.on("close", () => resume(Effect.succeed(text)))
    })
  })

/** A tunnel to a name that stays open, once `enough` has come through it. */
const openTunnel = (port: number, name: string, ca: string, enough: "connected" | "secured" | "answered") =>
  Effect.callback<void>((resume) => {
    const done = () => resume(Effect.void)
    const tunnel = connect({ host: "127.0.0.1", port }, () => tunnel.write(`CONNECT ${name} HTTP/1.1\r\n\r\n`))
    tunnel.on("error", () => undefined)
    tunnel.once("data", () => {
      if (enough === "connected") return done()
      const secure = connectTls({ socket: tunnel, servername: name.replace(/:.*$/, ""), ca }, () => {
        if (enough === "secured") return done()
        secure.once("data", done)
        secure.write("GET /v1.0/communications/calls HTTP/1.1\r\nHost: graph.microsoft.com\r\n\r\n")
      })
      secure.on("error", () => undefined)
    })
  })

describe("a server on https", () => {
  it.live.each(["connected", "secured", "answered"] as const)(
    "does not wait for a tunnel that is silent when it stops: %s",
    (enough) =>
      Effect.gen(function*() {
        const scope = yield* Scope.make()
        const { ca, port } = yield* Scope.provide(secureServer(), scope)
        yield* openTunnel(port, "graph.microsoft.com:443", ca, enough)
        const start = performance.now()
        yield* Scope.close(scope, Exit.void)
        assert.isBelow(performance.now() - start, 4_000)
      })
  )

  it.live("answers what is in flight when it stops", () =>
    Effect.gen(function*() {
      const scope = yield* Scope.make()
      const { ca, securePort } = yield* Scope.provide(secureServer(), scope)
      const body = `{"mode":"frozen"}`
      const socket = connectTls({ host: "127.0.0.1", port: securePort, servername: "localhost", ca })
      let text = ""
      const closed = new Promise((resolve) => socket.once("close", resolve))
      socket.setEncoding("utf8").on("data", (chunk: string) => (text += chunk)).on("error", () => undefined)
      const headers = `Host: localhost\r\nExpect: 100-continue\r\nContent-Length: ${body.length}`
      socket.write(`POST /_emulator/clock HTTP/1.1\r\n${headers}\r\n\r\n`)
      yield* Effect.repeat(Effect.sleep("10 millis"), { until: () => text.includes("100 Continue") })
      const stopping = yield* Effect.forkChild(Scope.close(scope, Exit.void))
      yield* Effect.sleep("100 millis")
      socket.write(body)
      yield* Effect.promise(() => closed)
      yield* Fiber.join(stopping)
      assert.match(text, /HTTP\/1\.1 200 OK[^]*"mode":"frozen"/)
    }))
})

describe("the forward proxy", () => {
  it.live.each(namesOf(clouds.global))(
    "ends at the server itself for %s, with links of that name",
    (name) =>
      Effect.gen(function*() {
        const { ca, port } = yield* secureServer()
        const answer = yield* getThrough(port, name, "/common/v2.0/.well-known/openid-configuration", ca)
        assert.match(answer, /^HTTP\/1\.1 200 OK/)
        assert.include(answer, `"token_endpoint":"https://${name}/common/oauth2/v2.0/token"`)
      })
  )

  it.live("lets others through, unread, and nothing when it is offline", () =>
    Effect.gen(function*() {
      const other = createServer((_, response) => void response.end("the other"))
      yield* Effect.acquireRelease(
        Effect.callback<void>((resume) => void other.listen(0, "127.0.0.1", () => resume(Effect.void))),
        () => Effect.sync(() => other.close())
      )
      const address = other.address()
      const target = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
      const online = yield* secureServer()
      assert.strictEqual(yield* ask(online.port, `CONNECT ${target} HTTP/1.1`), "HTTP/1.1 200 Connection Established")
      const offline = yield* secureServer(true)
      assert.strictEqual(yield* ask(offline.port, `CONNECT ${target} HTTP/1.1`), "HTTP/1.1 403 Forbidden")
    }))

  it.live("sends requests on whose target is the URL of another server, and answers those that are its own", () =>
    Effect.gen(function*() {
      const other = createServer((request, response) => {
        const { connection, "proxy-authorization": secret, via, "x-hop": hop } = request.headers
        response.setHeader("Connection", "x-secret")
        response.setHeader("x-secret", "1")
        response.end(JSON.stringify({ url: request.url, connection, secret, via, hop }))
      })
      yield* Effect.acquireRelease(
        Effect.callback<void>((resume) => void other.listen(0, "127.0.0.1", () => resume(Effect.void))),
        () => Effect.sync(() => other.close())
      )
      const address = other.address()
      const target = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/a?b=c`
      const { port } = yield* secureServer()
      const more = "Proxy-Authorization: Basic eA==\r\nConnection: x-hop, close\r\nx-hop: 1\r\n"
      const answer = yield* askWhole(port, `GET ${target} HTTP/1.1`, more)
      assert.match(answer, /^HTTP\/1\.1 200 OK/)
      assert.notMatch(answer, /x-secret/)
      assert.include(answer, `{"url":"/a?b=c","connection":"keep-alive","via":"1.1 recordop"}`)
      for (
        const own of [`http://localhost:${port}`, `http://127.0.0.1:${port}`, "http://graph.microsoft.com"]
      ) {
        assert.match(
          yield* askWhole(port, `GET ${own}/v1.0/communications/calls HTTP/1.1`, "Connection: close\r\n"),
          / 200 OK/
        )
      }
      const page = "Origin: https://evil.example\r\n"
      assert.strictEqual(yield* ask(port, `GET ${target} HTTP/1.1`, page), "HTTP/1.1 404 Not Found")
      for (const nobody of ["http://127.0.0.1:1", "https://127.0.0.1:1"]) {
        assert.strictEqual(yield* ask(port, `GET ${nobody}/ HTTP/1.1`), "HTTP/1.1 502 Bad Gateway")
      }
      const offline = yield* secureServer(true)
      assert.strictEqual(yield* ask(offline.port, `GET ${target} HTTP/1.1`), "HTTP/1.1 403 Forbidden")
    }))

  it.live("cuts an answer off that is cut off, and passes no status on that is none", () =>
    Effect.gen(function*() {
      const answers = [
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
        "HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n"
      ]
      const other = createTcpServer((socket) => {
        socket.on("error", () => undefined)
        socket.once("data", () => socket.end(answers.shift() ?? ""))
      })
      yield* Effect.acquireRelease(
        Effect.callback<void>((resume) => void other.listen(0, "127.0.0.1", () => resume(Effect.void))),
        () => Effect.sync(() => other.close())
      )
      const address = other.address()
      const target = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/`
      const { port } = yield* secureServer()
      assert.match(yield* askWhole(port, `GET ${target} HTTP/1.1`), /^HTTP\/1\.1 200 OK[^]*abc$/)
      assert.strictEqual(yield* ask(port, `GET ${target} HTTP/1.1`), "HTTP/1.1 502 Bad Gateway")
    }))

  it.live("leads neither to itself, nor to what is no host, nor past other ports of Microsoft's names", () =>
    Effect.gen(function*() {
      const { port } = yield* secureServer()
      for (
        const [target, status] of [
          [`127.0.0.1:${port}`, "403 Forbidden"],
          [`localhost:${port}`, "403 Forbidden"],
          ["graph.microsoft.com:80", "403 Forbidden"],
          ["graph.microsoft.com", "400 Bad Request"],
          ["a b:443", "400 Bad Request"],
          ["host:99999", "400 Bad Request"]
        ] as const
      ) {
        assert.strictEqual(yield* ask(port, `CONNECT ${target} HTTP/1.1`), `HTTP/1.1 ${status}`, target)
      }
      assert.strictEqual(yield* ask(port, "CONNECT 127.0.0.1:1 HTTP/1.1"), "HTTP/1.1 502 Bad Gateway")
    }))

  it.live("is no way for the page of somebody, and its authority signs for no other name", () =>
    Effect.gen(function*() {
      const { ca, port } = yield* secureServer()
      // A page can send no CONNECT; what it can send has its origin.
      const form =
        "Origin: https://evil.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n"
      assert.strictEqual(yield* ask(port, "POST /common/oauth2/v2.0/token HTTP/1.1", form), "HTTP/1.1 403 Forbidden")
      const authority = yield* makeAuthority(["localhost", "127.0.0.1"])
      const forged = yield* makeCertificate(authority, ["example.com"])
      const tls = {
        certificate: `${forged.certificate}\n${authority.certificate}`,
        key: forged.key,
        port: 0,
        offline: false
      }
      const url = yield* listen({ tls }, withKey(layerMemory(seed)))
      const refused = yield* getThrough(Number(new URL(url).port), "graph.microsoft.com", "/", authority.certificate)
      assert.match(refused, /permitted subtree violation/i)
      assert.include(ca, "BEGIN CERTIFICATE")
    }))
})
