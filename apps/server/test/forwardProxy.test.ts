import { assert, describe, it } from "@effect/vitest"
import { layerMemory } from "@recordop/emulator/memory/layer"
import { makeAuthority, makeCertificate } from "@recordop/server/tls/certificates"
import { microsoftNames, ownNames } from "@recordop/server/tls/names"
import { seed } from "@recordop/testing/Fixtures"
import { Effect } from "effect"
import { createServer } from "node:http"
import { connect } from "node:net"
import { connect as connectTls } from "node:tls"
import { withKey } from "./key.ts"
import { listen } from "./listen.ts"

/** A server with https, and the authority that signed for it. */
const secureServer = Effect.fnUntraced(function*(offline = false) {
  const authority = yield* makeAuthority([...ownNames, ...microsoftNames])
  const { certificate, key } = yield* makeCertificate(authority, [...ownNames, ...microsoftNames])
  const tls = { certificate: `${certificate}\n${authority.certificate}`, key, port: 0, offline }
  const url = yield* listen({ tls, clock: { mode: "frozen" } }, withKey(layerMemory(seed)))
  return { ca: authority.certificate, port: Number(new URL(url).port) }
})

/** What a proxy answers to the first line of a request. */
const ask = (port: number, line: string, more = "") =>
  Effect.callback<string>((resume) => {
    let text = ""
    const socket = connect({ host: "127.0.0.1", port }, () => socket.write(`${line}\r\nHost: localhost\r\n${more}\r\n`))
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk
      if (text.includes("\r\n\r\n")) socket.destroy()
    })
    socket.on("close", () => resume(Effect.succeed(text.split("\r\n")[0] ?? "")))
  })

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

describe("the forward proxy", () => {
  it.live.each(microsoftNames)(
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
      const authority = yield* makeAuthority([...ownNames])
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
