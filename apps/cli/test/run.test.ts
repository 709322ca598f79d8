import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { makeAuthority, makeCertificate } from "@recordop/server/tls/certificates"
import { Effect, FileSystem } from "effect"
import { TestClock } from "effect/testing"
import { decodeJwt } from "jose"
import { execFile, execFileSync } from "node:child_process"
import { X509Certificate } from "node:crypto"
import { get } from "node:https"
import { freePort } from "./freePort.ts"
import { hasProgram } from "./programs.ts"
import { recordop, recordopProcess, serve, spawnRecordop } from "./recordop.ts"

const bots = `${import.meta.dirname}/bots`

/** Runs a program under `recordop run`, with an authority of its own. */
const run = Effect.fnUntraced(function*(
  args: ReadonlyArray<string>,
  program: ReadonlyArray<string>,
  env: Record<string, string> = {}
) {
  const files = yield* FileSystem.FileSystem
  const folder = yield* files.makeTempDirectoryScoped()
  const ran = yield* recordopProcess(["run", ...args, "--", ...program], {
    env: { PATH: process.env["PATH"] ?? "", RECORDOP_CA_DIR: folder, ...env }
  })
  return { ...ran, folder }
}, Effect.provide(NodeFileSystem.layer))

const node = process.execPath

const tenant = "632899f8-2ea1-4604-8413-27bd2892079f"
const metadata = "https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration"

/** What a program does, and which signals end it with which code. */
type SignalCase = readonly [
  what: string,
  program: string,
  signals: ReadonlyArray<NodeJS.Signals>,
  code: number,
  command: (script: string) => ReadonlyArray<string>
]

const takesNoNotice = `process.on("SIGTERM", () => undefined)`

describe("recordop run", () => {
  it.live("listens where it is told, as exec does, and says so when it cannot", () =>
    Effect.gen(function*() {
      const [port, tlsPort] = [yield* freePort, yield* freePort]
      const program = [node, "-e", `console.log(process.env.RECORDOP_URL)`]
      const args = ["--quiet", "--port", String(port), "--tls-port", String(tlsPort)]
      assert.deepInclude(yield* run(args, program), { code: 0, stdout: `http://127.0.0.1:${port}\n` })
      const { url } = yield* serve([])
      const executed = yield* recordopProcess(["exec", "--port", String(port), "--", ...program])
      assert.deepInclude(executed, { code: 0, stdout: `http://127.0.0.1:${port}\n` })
      // What is said of a server that is there for everybody is not for one that is there for a program.
      const env = { RECORDOP_PORT: new URL(url).port, RECORDOP_TLS_CERT: "none.pem", RECORDOP_TLS_KEY: "none.pem" }
      assert.strictEqual((yield* recordopProcess(["exec", "--", ...program], { env })).code, 0)
      assert.strictEqual((yield* run(["--url", url, "--port", String(port)], program)).code, 2)
      const taken = yield* recordopProcess(["exec", "--port", new URL(url).port, "--", ...program])
      assert.strictEqual(taken.code, 1)
      assert.include(taken.stderr, "EADDRINUSE")
    }))

  it.live("says that nobody was called when the program ends before anybody listens", () =>
    Effect.gen(function*() {
      const webhook = `http://localhost:${yield* freePort}/`
      const ended = yield* run(["--webhook", webhook, "--script", "expect prompt"], [node, "-e", "0"])
      assert.strictEqual(ended.code, 1)
      assert.include(ended.stderr, `the program ended with 0, and nobody was called: nobody listened at ${webhook}\n`)
    }))

  it.live("says what it waits for", () =>
    Effect.gen(function*() {
      const webhook = `http://localhost:${yield* freePort}/`
      const program = [node, "-e", "setTimeout(() => {}, 4_000)"]
      const ended = yield* run(["--webhook", webhook, "--script", "expect prompt"], program)
      assert.include(ended.stderr, `recordop: waiting for somebody to listen at ${webhook}\n`)
    }))

  it.live("calls a bot once it listens, and ends with the call", () =>
    Effect.gen(function*() {
      const port = String(yield* freePort)
      const args = ["--webhook", `http://localhost:${port}/api/calls`, "--time-scale", "4"]
      const program = [node, `${bots}/webhook.mjs`]
      const script = [
        "--call-from",
        "+15551234",
        "--script",
        "expect prompt hello.wav within 5s; expect hang up within 5s"
      ]
      const good = yield* run([...args, ...script], program, { PORT: port })
      assert.strictEqual(good.code, 0, good.stderr)
      assert.match(good.stdout, /step 2 met after \d+ ms: expect hang up within 5s/)
      const bad = yield* run([...args, "--script", "expect recording within 1s"], program, { PORT: port })
      assert.strictEqual(bad.code, 1)
      assert.match(bad.stderr, /step 1 failed after 1000 ms: expect recording within 1s/)
    }))

  it.live("passes the exit code on, and says in one line why a program cannot run", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* run([], [node, "-e", "process.exit(7)"])).code, 7)
      const missing = yield* run(["--quiet"], ["no-such-program"])
      assert.strictEqual(missing.code, 127)
      assert.match(missing.stderr, /^recordop: cannot run no-such-program: .*ENOENT\n$/)
      const unheard = yield* run(["--script", "hang up"], [node, "-e", "0"])
      assert.deepStrictEqual([unheard.code, unheard.stderr], [2, "recordop: --call-from and --script need --webhook\n"])
    }))

  const alone = (script: string) => [node, "-e", script]
  const behindShell = (script: string) => ["sh", "-c", `"${node}" -e '${script}'; true`]
  const shells: ReadonlyArray<SignalCase> = [
    ["a shell has started", "", ["SIGTERM"], 143, behindShell],
    ["a shell has started and that takes no notice", takesNoNotice, ["SIGTERM", "SIGTERM"], 143, behindShell]
  ]
  it.live.each<SignalCase>([
    ["ends by itself", `process.on("SIGTERM", () => process.exit(3))`, ["SIGTERM"], 3, alone],
    ["takes its time", `process.on("SIGINT", () => setTimeout(() => process.exit(4), 500))`, ["SIGINT"], 4, alone],
    ["says nothing of signals", "", ["SIGTERM"], 143, alone],
    ["is told to quit", `process.on("SIGQUIT", () => process.exit(5))`, ["SIGQUIT"], 5, alone],
    ["has a use for it", `process.on("SIGUSR2", () => process.exit(6))`, ["SIGUSR2"], 6, alone],
    ["takes no notice", takesNoNotice, ["SIGTERM", "SIGTERM"], 143, alone],
    // The processes of the machine are known by ps.
    ...(hasProgram("ps") ? shells : [])
  ])(
    "passes signals on to a program that %s, and leaves nothing behind",
    ([, program, signals, code, command]) =>
      Effect.gen(function*() {
        const files = yield* FileSystem.FileSystem
        const folder = yield* files.makeTempDirectoryScoped()
        const script = `${program}; setInterval(() => undefined, 1000); console.log(process.pid)`
        const { child, lines } = yield* spawnRecordop(["run", "--quiet", "--", ...command(script)], {
          env: { PATH: process.env["PATH"] ?? "", RECORDOP_CA_DIR: folder }
        })
        const exited = new Promise((resolve) => child.once("exit", resolve))
        yield* Effect.repeat(Effect.sleep("20 millis"), { until: () => lines.length > 0 })
        for (const signal of signals) {
          child.kill(signal)
          yield* Effect.sleep("300 millis")
        }
        assert.strictEqual(yield* Effect.promise(() => exited), code)
        const state = Effect.orElseSucceed(files.readFileString(`/proc/${lines[0]}/stat`), () => ") Z ")
        yield* Effect.repeat(state, { until: (state) => state.includes(") Z ") })
      }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it.live("leaves the program running after the call when that is asked", () =>
    Effect.gen(function*() {
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped()
      const port = String(yield* freePort)
      const flags = ["--keep", "--webhook", `http://localhost:${port}/`, "--script", "expect prompt hello.wav"]
      const { child, lines } = yield* spawnRecordop(["run", ...flags, "--", node, `${bots}/webhook.mjs`], {
        env: { PATH: process.env["PATH"] ?? "", PORT: port, RECORDOP_CA_DIR: folder }
      })
      const exited = new Promise((resolve) => child.once("exit", resolve))
      const isOver = () => lines.includes("script passed") || child.exitCode !== null
      yield* Effect.repeat(Effect.sleep("20 millis"), { until: isOver })
      yield* Effect.sleep("300 millis")
      assert.isNull(child.exitCode)
      child.kill("SIGTERM")
      assert.strictEqual(yield* Effect.promise(() => exited), 143)
    }).pipe(Effect.provide(NodeFileSystem.layer)))

  it.live("lets a program trust a certificate of its owner's", () =>
    Effect.gen(function*() {
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped()
      const names = ["login.microsoftonline.com"]
      const authority = yield* makeAuthority(names)
      const own = yield* makeCertificate(authority, names)
      yield* files.writeFileString(`${folder}/cert.pem`, `${own.certificate}\n${authority.certificate}`)
      yield* files.writeFileString(`${folder}/key.pem`, own.key)
      const flags = ["--quiet", "--tls-cert", `${folder}/cert.pem`, "--tls-key", `${folder}/key.pem`]
      const program = [node, "-e", `fetch("${metadata}").then(({ status }) => console.log(status))`]
      const { stderr, stdout } = yield* run(flags, program)
      assert.deepStrictEqual([stdout, stderr], ["200\n", ""])
    }).pipe(Effect.provide(NodeFileSystem.layer)))

  it.live("leaves a program what its user trusts, and the hosts that need no proxy", () =>
    Effect.gen(function*() {
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped()
      const { certificate } = yield* makeAuthority(["intranet.example"])
      yield* files.writeFileString(`${folder}/company.pem`, certificate)
      const program = `console.log(JSON.stringify([process.env.NO_PROXY, process.env.no_proxy,
        ...["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"].map((name) => fs.readFileSync(process.env[name], "utf8"))]))`
      const { folder: own, stderr, stdout } = yield* run(["--quiet"], [node, "-e", program], {
        NODE_EXTRA_CA_CERTS: `${folder}/company.pem`,
        NO_PROXY:
          "*, intranet.example,.microsoft.com:443 *.microsoftonline.com,Graph.Microsoft.com,graph.microsoft.com."
      })
      assert.strictEqual(stderr, "")
      const [NO_PROXY, no_proxy, ...trusted] = JSON.parse(stdout)
      assert.deepStrictEqual([NO_PROXY, no_proxy], Array(2).fill("localhost,127.0.0.1,::1,intranet.example"))
      for (const certificates of trusted) {
        assert.include(certificates, certificate.trim())
        assert.include(certificates, (yield* files.readFileString(`${own}/ca.pem`)).trim())
      }
    }).pipe(Effect.provide(NodeFileSystem.layer)))

  it.live("prints what is asked and told, and no secret", () =>
    Effect.gen(function*() {
      const program = `
        const form = "grant_type=client_credentials&client_id=b&client_secret=a-secret&scope=https://graph.microsoft.com/.default"
        const ask = (url, init) => fetch(url, { method: "POST", ...init }).then((answer) => answer.json())
        const { access_token } = await ask("https://login.microsoftonline.com/common/oauth2/v2.0/token", {
          body: form, headers: { "Content-Type": "application/x-www-form-urlencoded" }
        })
        await ask("https://graph.microsoft.com/v1.0/communications/calls", {
          headers: { Authorization: "Bearer " + access_token, "Content-Type": "application/json" },
          body: JSON.stringify({ callbackUri: "http://localhost:9/", targets: [{ identity: { user: { id: "1" } } }] })
        })
        await new Promise((resolve) => setTimeout(resolve, 200))
      `
      const { stderr, stdout } = yield* run([], [node, "--input-type=module", "-e", program])
      assert.strictEqual(stdout, "")
      assert.match(stderr, /POST \/common\/oauth2\/v2\.0\/token 200/)
      assert.match(stderr, /POST \/v1\.0\/communications\/calls 201/)
      assert.match(stderr, /^call establishing$/m)
      assert.match(stderr, /^notification \S+ pending connect ECONNREFUSED/m)
      assert.notMatch(stderr, /a-secret|eyJ/)
    }))

  it.live("lets nobody reach another host when it is offline, and names the host", () =>
    Effect.gen(function*() {
      const program = `
        fetch("https://example.invalid/").catch(({ cause }) => console.log(cause.code))
        fetch("${metadata}").then(({ status }) => console.log(status))
        new (require("net").Socket)().on("error", ({ message }) => console.log(message)).connect(9, "192.0.2.1")
        require("http").createServer((_, answer) => answer.end()).listen(0, "127.0.0.1", function() {
          fetch("http://localhost:" + this.address().port).then(({ status }) => { console.log("own", status); this.close() })
        })
      `
      const { code, stderr, stdout } = yield* run(["--offline", "--quiet"], [node, "-e", program])
      assert.strictEqual(code, 0, stderr)
      assert.deepStrictEqual(stdout.trim().split("\n").toSorted(), [
        "192.0.2.1:9 is refused: offline.",
        "200",
        "ECONNREFUSED",
        "own 200"
      ])
      assert.deepStrictEqual(stderr.trim().split("\n").toSorted(), [
        "recordop: 192.0.2.1:9 is refused: offline.",
        "recordop: example.invalid:443 is refused: offline."
      ])
    }))

  it.live("runs a program with a server that is there, or says what is not", () =>
    Effect.gen(function*() {
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped()
      const tlsPort = String(yield* freePort)
      const env = { RECORDOP_CA_DIR: folder, RECORDOP_TLS: "true", RECORDOP_TLS_PORT: tlsPort }
      const { url } = yield* serve(["--tenant-id", tenant], env)
      const program = [
        node,
        "-e",
        `fetch("${metadata}").then((answer) => answer.json()).then(({ issuer }) => console.log(issuer))`
      ]
      const ran = yield* run(["--url", url], program, env)
      assert.deepStrictEqual(
        [ran.code, ran.stdout],
        [0, `https://login.microsoftonline.com/${tenant}/v2.0\n`],
        ran.stderr
      )
      const none = yield* run(["--url", url, "--tls-port", "1"], program, env)
      assert.strictEqual(none.code, 1)
      assert.match(none.stderr, /^recordop: no https at https:\/\/127\.0\.0\.1:1: start the server with --tls/)
    }).pipe(Effect.provide(NodeFileSystem.layer)))

  it.live("keeps keys for their owner, and makes them once", () =>
    Effect.gen(function*() {
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped()
      const ca = `${folder}/ca`
      const read = Effect.gen(function*() {
        yield* run(["--key-file", `${folder}/key.json`], [node, "-e", "0"], { RECORDOP_CA_DIR: ca })
        return yield* Effect.forEach(
          [`${ca}/authority.pem`, `${ca}/server.pem`, `${folder}/key.json`],
          (file) => files.readFileString(file)
        )
      })
      assert.deepStrictEqual(yield* read, yield* read)
      yield* files.chmod(folder, 0o755)
      for (const file of [`${ca}/authority.pem`, `${ca}/server.pem`, `${folder}/key.json`]) {
        assert.strictEqual((yield* files.stat(file)).mode & 0o777, 0o600, file)
        assert.strictEqual(yield* readAsOther(file), process.getuid?.() === 0 ? "EACCES" : "not tried", file)
      }
      assert.strictEqual((yield* files.readDirectory(ca)).toSorted().join(), "authority.pem,ca.pem,server.pem")
    }).pipe(Effect.provide(NodeFileSystem.layer)))

  it.live("makes one authority when several want one at the same time", () =>
    Effect.gen(function*() {
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped()
      const program = [node, "-e", `fetch("${metadata}").then(({ status }) => console.log(status))`]
      const runs = yield* Effect.forEach(
        [1, 2, 3, 4],
        () => run(["--quiet"], program, { RECORDOP_CA_DIR: folder }),
        { concurrency: 4 }
      )
      assert.deepStrictEqual(runs.map(({ stderr, stdout }) => stdout + stderr), Array(4).fill("200\n"))
    }).pipe(Effect.provide(NodeFileSystem.layer)))
})

describe("recordop exec", () => {
  it.live("gives a program a server of its own, and ends with it", () =>
    Effect.gen(function*() {
      const program = `
        fetch(process.env.RECORDOP_URL + "/_emulator/clock").then((answer) => answer.json())
          .then(({ mode, now }) => { console.log(mode, now); process.exitCode = 5 })
      `
      const { code, stderr, stdout } = yield* recordopProcess(
        ["exec", "--now", "2026-01-01T00:00:00Z", "--", node, "-e", program],
        { env: { PATH: process.env["PATH"] ?? "" } }
      )
      assert.deepStrictEqual([code, stdout, stderr], [5, "frozen 2026-01-01T00:00:00.000Z\n", ""])
      const nameless = yield* recordopProcess(["exec", "--", ""], {})
      assert.strictEqual(nameless.code, 127)
      assert.match(nameless.stderr, /^recordop: cannot run a program without a name: .*\n$/)
    }))
})

/** What a shell makes of a script. */
const wordsOf = (script: string): string => execFileSync("sh", ["-c", script], { encoding: "utf8" })

describe("a server on https", () => {
  it.live("has the names that it is given, and the authority of those is another one", () =>
    Effect.gen(function*() {
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped()
      const tlsPort = yield* freePort
      const env = { RECORDOP_CA_DIR: folder, RECORDOP_TLS_HOST: "emulator,host.docker.internal" }
      yield* serve(["--tls", "--tls-port", String(tlsPort)], env)
      const ca = yield* files.readFileString(`${folder}/hosts-emulator+host.docker.internal/ca.pem`)
      for (const name of ["emulator", "host.docker.internal", "localhost", "graph.microsoft.com"]) {
        assert.strictEqual(yield* statusOf(tlsPort, name, ca), 200, name)
      }
      assert.match(String(yield* statusOf(tlsPort, "example.com", ca)), /altnames/)
      const said = yield* recordop(["ca", "--tls-host", "host.docker.internal", "--tls-host", "emulator"], {
        env: { RECORDOP_CA_DIR: folder }
      })
      assert.include(said.stdout, `${folder}/hosts-emulator+host.docker.internal/ca.pem`)
      for (const name of ["emulator:443", "[::1]"]) {
        for (const args of [["ca"], ["serve", "--tls"]]) {
          const { code, stderr } = yield* recordop([...args, "--tls-host", name], { env: { RECORDOP_CA_DIR: folder } })
          assert.deepStrictEqual(
            [code, stderr],
            [2, `recordop: --tls-host: expected a host name without a port, got ${name}\n`]
          )
        }
      }
    }).pipe(Effect.provide(NodeFileSystem.layer)))

  it.live.each(["a folder", "it's $HOME and `pwd`"])(
    "can be trusted by the lines that are printed, also in %s",
    (name) =>
      Effect.gen(function*() {
        const files = yield* FileSystem.FileSystem
        const folder = `${yield* files.makeTempDirectoryScoped()}/${name}`
        const env = { RECORDOP_CA_DIR: folder }
        const ca = yield* recordop(["ca"], { env })
        const curl = /^curl +curl --cacert (.*)$/m.exec(ca.stdout)?.[1]
        assert.strictEqual(wordsOf(`printf %s ${curl}`), `${folder}/ca.pem`)
        const printed = yield* recordop(["env", "--format", "json", "--tls-port", "1"], { env })
        assert.match(printed.stderr, /^recordop: no https at https:\/\/127\.0\.0\.1:1: start the server with --tls/)
        const json = JSON.parse(printed.stdout)
        const dotenv = yield* recordop(["env", "--format", "dotenv"], { env })
        assert.deepStrictEqual(
          wordsOf(`${dotenv.stdout}\nprintf %s "$SSL_CERT_FILE"`),
          json["SSL_CERT_FILE"]
        )
        const again = yield* recordop(["env", "--format", "json"], { env: { ...json, ...env } })
        assert.deepStrictEqual(JSON.parse(again.stdout), json)
        const exported = yield* recordop(["env"], { env })
        assert.strictEqual(wordsOf(`${exported.stdout}\nprintf %s "$NODE_EXTRA_CA_CERTS"`), json["NODE_EXTRA_CA_CERTS"])
      }).pipe(Effect.provide(NodeFileSystem.layer))
  )

  it.live("gets an authority in the place of one that has expired, or is damaged", () =>
    Effect.gen(function*() {
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped()
      const long = yield* Effect.provide(makeAuthority(["localhost"]), TestClock.layer())
      yield* files.writeFileString(`${folder}/authority.pem`, `${long.key}\n${long.certificate}\n`)
      const env = { RECORDOP_CA_DIR: folder }
      const [first, second] = [yield* recordop(["ca"], { env }), yield* recordop(["ca"], { env })]
      assert.deepInclude(first, { code: 0, stderr: "", stdout: second.stdout })
      const { validTo } = new X509Certificate(yield* files.readFileString(`${folder}/ca.pem`))
      assert.isAbove(Date.parse(validTo), Date.now())
      // One that is damaged is as good as none.
      const damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"
      yield* files.writeFileString(`${folder}/authority.pem`, `${long.key}\n${damaged}\n`)
      assert.deepInclude(yield* recordop(["ca"], { env }), { code: 0, stderr: "" })
    }).pipe(Effect.provide(NodeFileSystem.layer)))

  it.live("has a certificate of its owner's, and says what is wrong with one", () =>
    Effect.gen(function*() {
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped()
      const authority = yield* makeAuthority(["own.example"])
      const own = yield* makeCertificate(authority, ["own.example"])
      yield* files.writeFileString(`${folder}/cert.pem`, own.certificate)
      yield* files.writeFileString(`${folder}/key.pem`, own.key)
      yield* files.writeFileString(`${folder}/other.pem`, authority.key)
      const flags = (key: string) => ["--tls", "--tls-cert", `${folder}/cert.pem`, "--tls-key", `${folder}/${key}`]
      const tlsPort = yield* freePort
      yield* serve([...flags("key.pem"), "--tls-port", String(tlsPort), "--allowed-host", "own.example"])
      assert.strictEqual(yield* statusOf(tlsPort, "own.example", authority.certificate), 200)
      const wrong = yield* recordop(["serve", ...flags("other.pem")])
      assert.strictEqual(wrong.code, 1)
      assert.match(wrong.stderr, /^recordop: \S+other\.pem: it is not the private key of \S+cert\.pem in PEM: .*\n$/)
      const half = yield* recordop(["serve", "--tls", "--tls-cert", `${folder}/cert.pem`])
      assert.deepStrictEqual([half.code, half.stderr], [2, "recordop: --tls-cert and --tls-key need each other\n"])
    }).pipe(Effect.provide(NodeFileSystem.layer)))

  it.live("signs with the key of a file, also when it is another server", () =>
    Effect.gen(function*() {
      const files = yield* FileSystem.FileSystem
      const folder = yield* files.makeTempDirectoryScoped()
      const keyFile = `${folder}/key.json`
      const first = yield* serve(["--key-file", keyFile, "--app-id", "my-bot"])
      const { stdout } = yield* recordop(["token"], { env: { RECORDOP_URL: first.url } })
      assert.strictEqual(decodeJwt(stdout.trim())["appid"], "my-bot")
      yield* first.stop
      const second = yield* serve(["--key-file", keyFile, "--auth", "jwt"])
      const answer = yield* Effect.promise(() =>
        fetch(`${second.url}/v1.0/communications/calls`, { headers: { Authorization: `Bearer ${stdout.trim()}` } })
      )
      assert.strictEqual(answer.status, 200)
      yield* files.writeFileString(keyFile, "{}")
      const wrong = yield* recordop(["serve", "--key-file", keyFile])
      assert.strictEqual(wrong.code, 1)
      assert.match(wrong.stderr, /^recordop: \S+key\.json: kty: .*\n$/)
      const numbers = { n: "x", e: "AQAB", d: "x", p: "x", q: "x", dp: "x", dq: "x", qi: "x" }
      yield* files.writeFileString(keyFile, JSON.stringify({ kty: "RSA", ...numbers }))
      const none = yield* recordop(["serve", "--key-file", keyFile])
      assert.strictEqual(none.code, 1)
      assert.match(none.stderr, /^recordop: \S+key\.json: the key cannot be used: .+\n$/)
    }).pipe(Effect.provide(NodeFileSystem.layer)))
})

/** What another user of this machine gets of a file; only who may become one can try. */
const readAsOther = (file: string) =>
  Effect.callback<string>((resume) => {
    if (process.getuid?.() !== 0) return resume(Effect.succeed("not tried"))
    const program =
      `try { require("fs").readFileSync(process.argv[1]); console.log("read") } catch (e) { console.log(e.code) }`
    return void execFile(node, ["-e", program, file], { uid: 65_534, gid: 65_534, cwd: "/" }, (error, stdout) =>
      resume(Effect.succeed(error === null ? stdout.trim() : error.message)))
  })

/** What a server on https answers under a name, or why it is not trusted. */
const statusOf = (port: number, name: string, ca: string) =>
  Effect.callback<number | string>((resume) => {
    const options = {
      host: "127.0.0.1",
      port,
      servername: name,
      ca,
      path: "/_emulator/health",
      headers: { Host: name }
    }
    get(options, (answer) => {
      answer.resume()
      resume(Effect.succeed(answer.statusCode ?? 0))
    }).on("error", ({ message }) => resume(Effect.succeed(message)))
  })
