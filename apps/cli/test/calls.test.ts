import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { createServer } from "node:http"
import { progressBar } from "recordop/progress"
import { recordop, serve, spawnRecordop } from "./recordop.ts"

const call = "57dab8b1-894c-409a-b240-bd8beae78896"
const unknown = "00000000-0000-0000-0000-000000000000"

const temporaryFolder = Effect.gen(function*() {
  const fileSystem = yield* FileSystem.FileSystem
  return { fileSystem, folder: yield* fileSystem.makeTempDirectoryScoped() }
}).pipe(Effect.orDie, Effect.provide(NodeFileSystem.layer))

/** Runs the command against a server, and reads what it prints as JSON. */
const against = (env: Record<string, string>) => (...args: ReadonlyArray<string>) =>
  Effect.map(recordop(args, { env }), ({ code, stderr, stdout }) => {
    assert.deepStrictEqual([code, stderr], [0, ""], args.join(" "))
    return stdout === "" ? undefined : JSON.parse(stdout)
  })

/** A server that gives 100 bytes of the 200 that it promises. */
const breakingServer = Effect.acquireRelease(
  Effect.callback<{ readonly url: string; readonly close: () => void }>((resume) => {
    const server = createServer((_, response) => {
      response.writeHead(200, { "Content-Length": "200" })
      response.write(Buffer.alloc(100), () => response.destroy())
    })
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      resume(Effect.succeed({ url: `http://127.0.0.1:${port}`, close: () => void server.close() }))
    })
  }),
  ({ close }) => Effect.sync(close)
)

describe("recordop with calls", () => {
  it.live("lists those that have ended, too", () =>
    Effect.gen(function*() {
      const { env } = yield* serve(["--clock", "frozen"])
      const run = against(env)
      yield* recordop(["call", "end", call], { env })
      assert.deepStrictEqual(yield* run("call", "list", "-o", "json"), [])
      const [ended] = yield* run("call", "list", "--ended", "-o", "json")
      assert.deepInclude(ended, { id: call, state: "terminated" })
    }))

  it.live("calls a bot, at the webhook of the server or elsewhere", () =>
    Effect.gen(function*() {
      const { env } = yield* serve(["--clock", "frozen", "--webhook", "http://localhost:9/api/calls"])
      const run = against(env)
      const call = yield* run("call", "incoming", "--from", "+15551234", "--script", "speak 1s")
      assert.deepInclude(call, { state: "incoming", callbackUri: "http://localhost:9/api/calls" })
      assert.strictEqual(call.source.identity.phone.id, "+15551234")
      const other = yield* run("call", "incoming", "--from", "a-user", "--callback-uri", "http://localhost:9/other")
      assert.strictEqual(other.source.identity.user.id, "a-user")
      const [told, elsewhere] = yield* run("notifications", "-o", "json")
      assert.deepStrictEqual([told.body.value[0].changeType, elsewhere.callId], ["created", other.id])
    }))

  it.live("creates, prints and ends a call", () =>
    Effect.gen(function*() {
      const { env } = yield* serve(["--clock", "frozen"])
      const run = against(env)
      const created = yield* run(
        "call",
        "create",
        "http://localhost:9/callback",
        "--app-id",
        "app",
        "--tenant-id",
        "t",
        "--caller-script",
        "hang up"
      )
      assert.deepInclude(created, { state: "establishing", tenantId: "t", callbackUri: "http://localhost:9/callback" })
      yield* run("clock", "--advance", "1s")
      assert.strictEqual((yield* run("call", "get", created.id)).state, "established")
      yield* run("call", "end", created.id)
      const gone = yield* recordop(["call", "get", created.id], { env })
      assert.deepInclude(gone, { code: 1, stderr: `recordop: Call not found: ${created.id}.\n` })
    }))

  it.live("records with every parameter", () =>
    Effect.gen(function*() {
      const { env } = yield* serve(["--clock", "frozen"])
      const run = against(env)
      const flags = ["--prompt", "https://cdn.contoso.com/a.wav", "--barge-in", "--no-play-beep"]
        .concat("--initial-silence-timeout", "7", "--max-silence-timeout", "8", "--max-record-duration", "90")
        .concat("--stop-tone", "#", "--stop-tone", "1", "--client-context", "mine")
      const started = yield* run("record", call, ...flags)
      assert.deepInclude(started, { status: "Running", clientContext: "mine" })
      yield* run("clock", "--advance", "PT2S")
      yield* run("say", call, "3s")
      yield* run("clock", "--advance", "4s")
      yield* run("tone", call, "1")
      const ended = yield* run("wait", call, started.id)
      assert.deepInclude(ended, { status: "Completed", completionReason: "stopToneDetected" })
    }))

  it.live("waits for the end of a recording, and watches the call meanwhile", () =>
    Effect.gen(function*() {
      const { env } = yield* serve(["--time-scale", "20"])
      const watching = yield* spawnRecordop(["watch", call], { env })
      // It watches as soon as it tells of something.
      yield* Effect.repeat(Effect.delay(against(env)("create", call), "50 millis"), {
        until: () => watching.lines.length > 0
      })
      const ended = yield* against(env)("record", call, "--wait", "-o", "json")
      assert.deepInclude(ended, { status: "Completed", completionReason: "maxRecordDurationReached" })
      const isEnd = (line: string) => line.includes(String(ended.id)) && line.includes("Completed")
      yield* Effect.repeat(Effect.sleep("10 millis"), { until: () => watching.lines.some(isEnd) })
      const events = watching.lines.map((line) => JSON.parse(line)).filter(({ operation }) => operation.id === ended.id)
      assert.deepStrictEqual(
        events.map(({ event, operation }) => [event, operation.status]),
        [["created", "Running"], ["updated", "Completed"]]
      )
    }))

  it.live("watches no call that there is not", () =>
    Effect.gen(function*() {
      const { env } = yield* serve()
      assert.deepInclude(yield* recordop(["watch", unknown], { env }), {
        code: 1,
        stderr: `recordop: Call not found: ${unknown}.\n`
      })
    }))

  it.live("tells and sets the clock", () =>
    Effect.gen(function*() {
      const { env } = yield* serve(["--clock", "frozen"])
      const run = against(env)
      const { now } = yield* run("clock")
      const advanced = yield* run("clock", "--advance", "1.5s")
      assert.strictEqual(Date.parse(advanced.now) - Date.parse(now), 1_500)
      assert.deepInclude(yield* run("clock", "--scale", "60"), { mode: "scaled", scale: 60 })
      const refused = yield* recordop(["clock", "--advance", "1s"], { env })
      assert.deepInclude(refused, {
        code: 1,
        stderr: "recordop: The clock is scaled; only a frozen clock can be advanced. Freeze it first.\n"
      })
      assert.deepInclude(yield* run("clock", "--mode", "frozen"), { mode: "frozen", scale: 1 })
      const chosen = "2026-01-01T00:00:00.000Z"
      assert.deepInclude(yield* run("clock", "--now", chosen), { mode: "frozen", now: chosen })
      const settled = yield* run("clock", "--advance", "1s", "--settle", "10ms")
      assert.strictEqual(settled.now, "2026-01-01T00:00:01.000Z")
      assert.deepInclude(yield* recordop(["reset"], { env }), { code: 0, stdout: "", stderr: "" })
      assert.deepStrictEqual(yield* run("clock"), { mode: "frozen", scale: 1, now })
    }))

  it.live("lists notifications, and sends them again", () =>
    Effect.gen(function*() {
      const { env } = yield* serve(["--clock", "frozen"])
      const run = against(env)
      const { id } = yield* run("call", "create", "http://localhost:1/callback")
      yield* run("clock", "--advance", "0s")
      const [first] = yield* run("notifications", id)
      assert.deepInclude(first, { callId: id, state: "pending" })
      assert.match(first.attempts[0].error, /\S/)
      yield* run("notifications", "--redeliver", first.id)
      yield* run("clock", "--advance", "0s")
      const [again] = yield* run("notifications")
      assert.strictEqual(again.attempts.length, 2)
      const table = yield* recordop(["notifications", id, "-o", "table"], { env })
      assert.match(table.stdout, /^ID +STATE +TRIES +ANSWER +CHANGE\n\S+ +pending +2 +.*updated \/communications/)
    }))

  it.live.each(
    [
      [["record", call, "--max-record-duration", "121"], "a whole number of seconds from 1 to 120"],
      [["record", call, "--stop-tone", "E"], "stopTones.0: Expected \"0\""],
      [["tone", call, "E"], "Invalid value for argument <tone>"],
      [["say", call, "long"], "Expected a duration such as 2s or PT2S"],
      [["clock", "--advance", "soon"], "Expected a duration such as 2s or PT2S"],
      [["clock", "--mode", "scaled"], "--mode scaled needs --scale"],
      [["clock", "--mode", "frozen", "--advance", "1s"], "give it alone"],
      [["clock", "--scale", "0"], "a number above 0"],
      [["clock", "--settle", "1s"], "--settle goes with --advance"],
      [["clock", "--now", "2026-01-01T00:00:00Z", "--scale", "2"], "--now freezes the clock"],
      [["clock", "--now", "noon"], "Expected an ISO 8601 date and time"],
      [["serve", "--now", "2026-01-01T00:00:00Z", "--time-scale", "2"], "--now is for a clock that is frozen"],
      [["call", "create", "http://localhost/", "--caller-script", "shout"], "expected speak 3s"],
      [["serve", "--caller-script", "shout"], "expected speak 3s"],
      [["serve", "--clock", "frozen", "--time-scale", "2"], "a frozen clock has no scale"],
      [["serve", "--beep-duration", "long"], "Expected a duration such as 2s or PT2S"],
      [["serve", "--callback-allow", "http://bot/"], "a host name"],
      [["serve", "--webhook", "http://bot.example.com/calls"], "--callback-allow"],
      [["call", "incoming", "--callback-uri", "bot"], "an http or https URL"],
      [["call", "incoming", "--script", "shout"], "expected speak 3s"]
    ] as const
  )("exits with 2 and one line for %j", ([args, message]) =>
    Effect.gen(function*() {
      const { code, stderr, stdout } = yield* recordop(args)
      assert.deepStrictEqual([code, stdout], [2, ""])
      assert.match(stderr, /^recordop: [^\n]*\n$/)
      assert.include(stderr, message)
    }))

  it.live("helps with examples on every command", () =>
    Effect.gen(function*() {
      const commands = [
        "call",
        "call create",
        "call incoming",
        "call get",
        "call end",
        "record",
        "wait",
        "watch",
        "say",
        "tone"
      ]
        .concat("download", "clock", "notifications")
      const helps = yield* Effect.forEach(commands, (command) => recordop([...command.split(" "), "--help"]), {
        concurrency: 4
      })
      for (const { code, stdout } of helps) {
        assert.strictEqual(code, 0)
        assert.include(stdout, "EXAMPLES")
      }
    }))
})

describe("recordop serve", () => {
  it.live("takes what it simulates from the environment", () =>
    Effect.gen(function*() {
      const { env } = yield* serve([], {
        RECORDOP_CALLER_SCRIPT: "speak 1s; tone #",
        RECORDOP_CLOCK: "frozen",
        RECORDOP_BEEP_DURATION: "1s",
        RECORDOP_CALLBACK_ALLOW: "bot.contoso.com, bot:3000"
      })
      const run = against(env)
      yield* run("call", "create", "http://bot:3000/callback")
      const { id } = yield* run("record", call, "--stop-tone", "#")
      yield* run("clock", "--advance", "1.9s")
      assert.strictEqual((yield* run("get", call, id)).status, "Running")
      yield* run("clock", "--advance", "100ms")
      assert.strictEqual((yield* run("get", call, id)).completionReason, "stopToneDetected")
    }))
})

describe("recordop download", () => {
  it.live("saves the recording under the name that is given, and prints it to stdout for -", () =>
    Effect.gen(function*() {
      const { env } = yield* serve(["--clock", "frozen"])
      const { fileSystem, folder } = yield* temporaryFolder
      const run = against(env)
      const { id } = yield* run("record", call)
      yield* run("clock", "--advance", "10s")
      const file = `${folder}/answer.wav`
      assert.deepStrictEqual(yield* recordop(["download", call, id, file], { env }), {
        code: 0,
        stdout: "",
        stderr: `${file}: 160044 bytes, 5 s\n`
      })
      assert.strictEqual((yield* Effect.orDie(fileSystem.readFile(file))).length, 160_044)
      assert.deepStrictEqual(yield* Effect.orDie(fileSystem.readDirectory(folder)), ["answer.wav"])
      const piped = yield* recordop(["download", call, id, "-"], { env })
      assert.match(piped.stdout, /^RIFF/)
    }))

  it.live("leaves nothing behind, and what was there as it was, when the recording breaks off", () =>
    Effect.gen(function*() {
      const { env } = yield* serve()
      const { url } = yield* breakingServer
      const { fileSystem, folder } = yield* temporaryFolder
      const run = against(env)
      const { id } = yield* run("create", call, "--status", "completed", "--recording-location", url)
      const file = `${folder}/answer.wav`
      yield* Effect.orDie(fileSystem.writeFileString(file, "before"))
      const { code, stderr } = yield* recordop(["download", call, id, file], { env })
      assert.deepStrictEqual([code, stderr], [1, "recordop: The recording broke off.\n"])
      assert.strictEqual(yield* Effect.orDie(fileSystem.readFileString(file)), "before")
      assert.deepStrictEqual(yield* Effect.orDie(fileSystem.readDirectory(folder)), ["answer.wav"])
    }))

  it.live("says what is wrong", () =>
    Effect.gen(function*() {
      const { env, url } = yield* serve(["--clock", "frozen"])
      const { folder } = yield* temporaryFolder
      const run = against(env)
      const { id } = yield* run("record", call)
      const fails = (...args: ReadonlyArray<string>) =>
        Effect.map(recordop(["download", call, ...args], { env }), ({ code, stderr }) => {
          assert.strictEqual(code, 1)
          return stderr
        })
      assert.include(yield* fails(id), "has left no recording")
      assert.include(yield* fails(unknown), "Operation not found")
      const health = `${url}/_emulator/health`
      const { id: other } = yield* run("create", call, "--status", "completed", "--recording-location", health)
      assert.include(yield* fails(other, `${folder}/x.wav`), "what came is no recording")
      assert.strictEqual(
        yield* fails(other, `${folder}/none/x.wav`),
        `recordop: cannot write ${folder}/none/x.wav: there is no folder ${folder}/none\n`
      )
      assert.strictEqual(yield* fails(other, folder), `recordop: cannot write ${folder}: it is a folder\n`)
    }))
})

describe("progressBar", () => {
  it.each([
    [0, 100, "[------------------------]   0% of 100 bytes"],
    [50, 100, "[############------------]  50% of 100 bytes"],
    [100, 100, "[########################] 100% of 100 bytes"],
    [0, 0, "[########################] 100% of 0 bytes"]
  ])("of %d of %d", (done, total, bar) => {
    assert.strictEqual(progressBar(done, total), bar)
  })
})
