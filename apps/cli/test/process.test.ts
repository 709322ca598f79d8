import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { temporaryFile } from "@recordop/testing/temporaryFile"
import { Effect, FileSystem } from "effect"
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { connect } from "node:net"
import { freePort } from "./freePort.ts"
import { listening } from "./listening.ts"
import { recordop, recordopProcess, serve } from "./recordop.ts"

const bundle = `${import.meta.dirname}/../dist/recordop.js`

/** A server as a process, once it listens, and how it ends. */
const start = (args: ReadonlyArray<string> = []) =>
  Effect.acquireRelease(
    Effect.callback<{ readonly child: ChildProcess; readonly url: string; readonly exit: Promise<string | number> }>(
      (resume) => {
        const child = spawn(process.execPath, [bundle, "serve", "--port", "0", ...args], { env: {} })
        const exit = new Promise<string | number>((resolve) =>
          child.once("exit", (code, signal) => resolve(code ?? signal ?? ""))
        )
        let text = ""
        child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk
          const url = /Listening on (http[^"]*)/.exec(text)?.[1]
          if (url !== undefined) resume(Effect.succeed({ child, url, exit }))
        })
      }
    ),
    ({ child }) => Effect.sync(() => child.kill("SIGKILL"))
  )

/** How a process ends after these signals, with a pause between them, and after how many milliseconds. */
const ended = Effect.fnUntraced(function*(
  { child, exit }: Effect.Success<ReturnType<typeof start>>,
  ...signals: ReadonlyArray<NodeJS.Signals>
) {
  const begin = performance.now()
  for (const signal of signals) {
    child.kill(signal)
    yield* Effect.sleep("300 millis")
  }
  return { code: yield* Effect.promise(() => exit), milliseconds: performance.now() - begin }
})

const clock = (url: string) => Effect.promise(() => fetch(`${url}/_emulator/clock`).then((answer) => answer.json()))

const turn = (url: string) =>
  fetch(`${url}/_emulator/clock`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ advance: "P1D" })
  })

/** A server in which a request is under way that does not end: its bot does not answer. */
const busy = Effect.gen(function*() {
  const server = yield* start()
  const silent = connect(Number(new URL(server.url).port), "127.0.0.1")
  silent.on("error", () => undefined)
  silent.write("POST /v1.0/communications/calls HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n")
  yield* Effect.sleep("200 millis")
  return server
})

describe("recordop serve as a process", () => {
  it.live("ends with 0 after SIGTERM, as supervisors expect, and with 130 after Ctrl+C", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* ended(yield* start(), "SIGTERM")).code, 0)
      assert.strictEqual((yield* ended(yield* start(), "SIGINT")).code, 130)
    }))

  it.live("ends at once after a second signal", () =>
    Effect.gen(function*() {
      const { code, milliseconds } = yield* ended(yield* busy, "SIGTERM", "SIGINT")
      assert.strictEqual(code, 130)
      assert.isBelow(milliseconds, 5_000)
    }))

  it.live("goes on when nobody reads what it prints", () =>
    Effect.gen(function*() {
      const { child, exit, url } = yield* start()
      child.stdout?.destroy()
      for (let index = 0; index < 5; index++) {
        assert.strictEqual((yield* Effect.promise(() => fetch(`${url}/_emulator/health`))).status, 200)
        yield* Effect.sleep("60 millis")
      }
      child.kill("SIGTERM")
      assert.strictEqual(yield* Effect.promise(() => exit), 0)
    }))

  it.live("refuses a file that another server has, and takes that of one that was killed", () =>
    Effect.gen(function*() {
      const store = `sqlite:${yield* temporaryFile}`
      const first = yield* start(["--store", store])
      const second = yield* recordopProcess(["serve", "--port", "0", "--store", store])
      assert.strictEqual(second.code, 1)
      assert.match(second.stderr, /^recordop: Another recordop server uses .*operations\.db\.\n$/)
      yield* ended(first, "SIGKILL")
      const third = yield* start(["--store", store])
      assert.strictEqual((yield* Effect.promise(() => fetch(`${third.url}/_emulator/health`))).status, 200)
    }))

  it.live("keeps where a turn of the clock has got to when SIGTERM comes in the middle of it", () =>
    Effect.gen(function*() {
      const store = `sqlite:${yield* temporaryFile}`
      const first = yield* start(["--store", store, "--clock", "frozen"])
      const { now } = yield* clock(first.url)
      // A bot that takes connections and never answers.
      const bot = yield* start()
      yield* Effect.promise(() =>
        fetch(`${first.url}/v1.0/communications/calls`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({
            callbackUri: `${bot.url}/_emulator/events`,
            targets: [{ identity: { user: { id: "1" } } }]
          })
        })
      )
      const turning = turn(first.url).catch(() => undefined)
      yield* Effect.sleep("50 millis")
      assert.strictEqual((yield* ended(first, "SIGTERM")).code, 0)
      yield* Effect.promise(() => turning)
      const second = yield* start(["--store", store, "--clock", "frozen"])
      const after = yield* clock(second.url)
      assert.isBelow(Date.parse(after.now), Date.parse(now) + 86_400_000)
    }))
})

describe("what serve is told", () => {
  it.effect.each<readonly [ReadonlyArray<string>, number, RegExp]>([
    [["--host", ""], 2, /host.*an address or a host name/],
    [["--store", "sqlite: "], 2, /memory or sqlite:FILE/],
    [["--store", "sqlite:/no/such/folder/ops.db"], 1, /there is no folder \/no\/such\/folder/],
    [["--callback-ca", "/no/such/file.pem"], 1, /there is no such file/],
    [["--callback-ca", import.meta.filename], 1, /expected certificates in PEM/]
  ])("is refused when it makes no sense: %j", ([args, code, message]) =>
    Effect.gen(function*() {
      const run = yield* recordopProcess(["serve", "--port", "0", ...args])
      assert.strictEqual(run.code, code, run.stderr)
      assert.match(run.stderr, message)
    }))
})

/** What a command says of a server that it cannot ask. */
const said = (server: string) =>
  Effect.map(recordopProcess(["clock", "--url", server]), ({ code, stderr }) => {
    assert.strictEqual(code, 1)
    return stderr
  })

describe("what goes wrong between a command and its server", () => {
  it.live("is said with what to do about it", () =>
    Effect.gen(function*() {
      const other = yield* listening(() => undefined)
      const tlsPort = yield* freePort
      const files = yield* FileSystem.FileSystem
      const env = { RECORDOP_CA_DIR: yield* files.makeTempDirectoryScoped() }
      const { url } = yield* serve(["--tls", "--tls-port", String(tlsPort)], env)
      assert.match(
        yield* said(`https://127.0.0.1:${tlsPort}`),
        /certificate.* Trust it by NODE_EXTRA_CA_CERTS; recordop ca/
      )
      assert.match(yield* said(url.replace("http:", "https:")), /Does it speak http, and not https\?\n$/)
      assert.match(yield* said(`http://127.0.0.1:${tlsPort}`), /Does it speak https, and not http\?\n$/)
      assert.match(yield* said(other.url), /Is it recordop that answers at --url\?\n$/)
    }).pipe(Effect.provide(NodeFileSystem.layer)))

  it.live("is said when there is no room for what it prints", () =>
    Effect.sync(() => {
      for (const args of ["schema update", "--version"]) {
        const command = `'${process.execPath}' '${bundle}' ${args} >/dev/full`
        const { status, stderr } = spawnSync("sh", ["-c", command], { encoding: "utf8" })
        assert.strictEqual(status, 1)
        assert.match(stderr, /^recordop: cannot write: .*ENOSPC.*\n$/)
      }
    }))
})

describe("what a terminal is shown", () => {
  it.live("has no control or bidirectional characters, in no format", () =>
    Effect.gen(function*() {
      const { env, url } = yield* serve()
      const call = "57dab8b1-894c-409a-b240-bd8beae78896"
      const operation = "72b0e085-e085-72b0-85e0-b07285e0b072"
      const text = "a\u001b[31m\u009b31m\u007f\u202e\u2066\u200f\u0085z"
      const answer = yield* Effect.promise(() =>
        fetch(`${url}/v1.0/communications/calls/${call}/operations/${operation}`, {
          method: "PATCH",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ clientContext: text, resultInfo: { message: text } })
        })
      )
      assert.strictEqual(answer.status, 200)
      for (const format of ["table", "json", "jsonl"]) {
        const { stdout } = yield* recordop(["get", call, operation, "-o", format], { env })
        // oxlint-disable-next-line eslint/no-control-regex -- they are what must not be there
        assert.notMatch(stdout, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200f\u202a-\u202e\u2066-\u2069]/)
        if (format !== "table") assert.strictEqual(JSON.parse(stdout).clientContext, text)
      }
      const { stdout: archive } = yield* recordop(["requests", "--har"], { env })
      // oxlint-disable-next-line eslint/no-control-regex -- as above
      assert.notMatch(archive, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200f\u202a-\u202e\u2066-\u2069]/)
      const refused = yield* recordop(["get", call, `x\u202ey`], { env })
      assert.notMatch(refused.stderr, /\u202e/)
    }))

  it.live("takes no longer than it is long", () =>
    Effect.gen(function*() {
      const start = performance.now()
      const { stderr } = yield* recordop(["tone", "call", " ".repeat(80_000)])
      assert.isNotEmpty(stderr)
      assert.isBelow(performance.now() - start, 5_000)
    }))
})
