import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { demoSeed } from "@recordop/emulator/protocol/Seed"
import { Effect, FileSystem } from "effect"
import packageJson from "../package.json" with { type: "json" }
import { recordop, serve } from "./recordop.ts"

const call = "57dab8b1-894c-409a-b240-bd8beae78896"
const operation = "72b0e085-e085-72b0-85e0-b07285e0b072"
const unknown = "00000000-0000-0000-0000-000000000000"

const temporaryFolder = Effect.gen(function*() {
  const fileSystem = yield* FileSystem.FileSystem
  return { fileSystem, folder: yield* fileSystem.makeTempDirectoryScoped() }
}).pipe(Effect.orDie, Effect.provide(NodeFileSystem.layer))

describe("recordop against its own server", () => {
  it.live("gets, updates, creates, lists and deletes", () =>
    Effect.gen(function*() {
      const { env } = yield* serve()
      const got = yield* recordop(["get", call.toUpperCase(), operation], { env })
      assert.deepInclude(JSON.parse(got.stdout), { ...demoSeed.calls[0]?.operations[0], "@odata.etag": "W/\"1\"" })
      const updated = yield* recordop(
        ["update", call, operation, "--status", "COMPLETED", "--result-code", "200", "--clear", "recording-location"]
          .concat("--completion-reason", "stoptonedetected", "--if-match", "W/\"1\"", "-o", "jsonl"),
        { env }
      )
      assert.deepInclude(JSON.parse(updated.stdout), {
        status: "Completed",
        resultInfo: { code: 200, subcode: 7, message: "Message value" },
        recordingLocation: null,
        completionReason: "stopToneDetected"
      })
      const piped = yield* recordop(["update", call, operation, "--body", "-"], { env, stdin: `{"note":[1]}` })
      assert.deepStrictEqual(JSON.parse(piped.stdout).note, [1])
      const created = yield* recordop(["create", call, "--client-context", "second"], { env })
      const { id } = JSON.parse(created.stdout)
      const listed = yield* recordop(["list", call, "-o", "table"], { env })
      assert.strictEqual(
        listed.stdout,
        "ID                                    STATUS      COMPLETION REASON  RESULT  CLIENT CONTEXT\n" +
          `${operation}  Completed   stopToneDetected   200 7   Client Context value\n` +
          `${id}  NotStarted                             second\n`
      )
      assert.deepStrictEqual(yield* recordop(["delete", call, id], { env }), { code: 0, stdout: "", stderr: "" })
      assert.strictEqual(JSON.parse((yield* recordop(["list", call], { env })).stdout).length, 1)
    }))

  it.live("exits with 1 and one line when the server refuses", () =>
    Effect.gen(function*() {
      const { env } = yield* serve()
      assert.deepStrictEqual(yield* recordop(["get", call, unknown], { env }), {
        code: 1,
        stdout: "",
        stderr: `recordop: Operation not found: ${unknown} in call ${call}.\n`
      })
      const stale = yield* recordop(["update", call, operation, "--status", "failed", "--if-match", "W/\"7\""], { env })
      assert.deepInclude(stale, { code: 1, stdout: "" })
      assert.match(stale.stderr, /^recordop: The precondition is not met.*\n$/)
    }))

  it.live("logs one JSON line per request, without bodies, queries and tokens", () =>
    Effect.gen(function*() {
      const { lines, stop, url } = yield* serve()
      yield* Effect.promise(() =>
        fetch(`${url}/v1.0/communications/calls/${call}/operations/${operation}?$select=id&secret=q`, {
          method: "PATCH",
          headers: { "Content-Type": "application/json", Authorization: "Bearer secret" },
          body: `{"recordingAccessToken":"secret"}`
        })
      )
      yield* stop
      const entry = JSON.parse(String(lines[1]))
      assert.deepInclude(entry, {
        method: "PATCH",
        path: `/v1.0/communications/calls/${call}/operations/${operation}`,
        status: 200
      })
      assert.notInclude(lines.join("\n"), "secret")
    }))

  it.live("serves with the settings of flags", () =>
    Effect.gen(function*() {
      const { fileSystem, folder } = yield* temporaryFolder
      const seed = { calls: [{ id: "c", operations: [{ id: "op", status: "running" }] }] }
      yield* Effect.orDie(fileSystem.writeFileString(`${folder}/seed.json`, JSON.stringify(seed)))
      const args = ["--seed", `${folder}/seed.json`, "--status-casing", "docs", "--store", `sqlite:${folder}/ops.db`]
      const { env, stop, url } = yield* serve(args)
      const entity = `${url}/v1.0/communications/calls/c/operations/op`
      const answer = yield* Effect.promise(() => fetch(entity).then((response) => response.text()))
      assert.include(answer, `"status":"running"`)
      yield* recordop(["update", "c", "op", "--status", "failed"], { env })
      yield* stop
      const kept = yield* recordop(["get", "c", "op", "--store", `sqlite:${folder}/ops.db`])
      assert.strictEqual(JSON.parse(kept.stdout).status, "Failed")
    }))
})

describe("recordop serve", () => {
  it.live("takes settings from the environment, and flags before them", () =>
    Effect.gen(function*() {
      const environment = { RECORDOP_PORT: "1", RECORDOP_HOST: "localhost", RECORDOP_STATUS_CASING: "docs" }
      const { url } = yield* serve(["--status-casing", "csdl"], environment)
      assert.match(url, /^http:\/\/localhost:\d+$/)
      const answer = yield* Effect.promise(() =>
        fetch(`${url}/v1.0/communications/calls/${call}/operations`).then((response) => response.text())
      )
      assert.include(answer, `"status":"Running"`)
    }))

  it.live.each(
    [
      [{ RECORDOP_PORT: "many" }, "RECORDOP_PORT"],
      [{ RECORDOP_STATUS_CASING: "upper" }, "RECORDOP_STATUS_CASING: Expected \"csdl\" | \"docs\""],
      [{ RECORDOP_STORE: "mysql://x" }, "memory or sqlite:FILE"],
      [{ OTEL_EXPORTER_OTLP_ENDPOINT: "not a url" }, "OTEL_EXPORTER_OTLP_ENDPOINT: Expected a valid URL"]
    ] as const
  )("exits with 2 and one line for the environment %j", ([env, message]) =>
    Effect.gen(function*() {
      const { code, stderr, stdout } = yield* recordop(["serve"], { env })
      assert.deepStrictEqual([code, stdout], [2, ""])
      assert.match(stderr, /^recordop: [^\n]*\n$/)
      assert.include(stderr, message)
    }))
})

describe("recordop without a server", () => {
  it.live("works on a file", () =>
    Effect.gen(function*() {
      const { folder } = yield* temporaryFolder
      const store = ["--store", `sqlite:${folder}/ops.db`]
      const created = yield* recordop(["create", "c", "--status", "running", ...store])
      const { id } = JSON.parse(created.stdout)
      yield* recordop(["update", "c", id, "--status", "completed", ...store])
      const listed = yield* recordop(["list", "c", "-o", "jsonl", ...store])
      assert.deepInclude(JSON.parse(listed.stdout), { id, status: "Completed", "@odata.etag": "W/\"2\"" })
    }))

  it.live("makes no file to read from", () =>
    Effect.gen(function*() {
      const { fileSystem, folder } = yield* temporaryFolder
      const missing = yield* recordop(["list", "c", "--store", `sqlite:${folder}/typo.db`])
      assert.deepStrictEqual(missing, { code: 1, stdout: "", stderr: `recordop: there is no file ${folder}/typo.db\n` })
      assert.isEmpty(yield* Effect.orDie(fileSystem.readDirectory(folder)))
    }))

  it.live.each<readonly [ReadonlyArray<string>, string]>([
    [["serve", "--port", "0", "--tls-key", "none.pem"], "recordop: --tls-cert and --tls-key need --tls\n"],
    [["serve", "--store", "sqlite:file:/tmp/x.db"], "memory or sqlite:FILE"],
    [["serve", "--now", "2026-01-01T00:00:00Z", "--clock", "real"], "give it without --time-scale and --clock real"],
    [["fault", "add", "--method", "PSOT", "--drop"], "a method such as POST"],
    [["say", "57dab8b1-894c-409a-b240-bd8beae78896", "--file", "none.wav"], "none.wav: there is no such file"]
  ])("refuses %j", ([args, message]) =>
    Effect.gen(function*() {
      const { code, stderr } = yield* recordop(args)
      assert.notStrictEqual(code, 0)
      assert.include(stderr, message)
    }))

  it.live("merges and validates documents", () =>
    Effect.gen(function*() {
      const { fileSystem, folder } = yield* temporaryFolder
      const file = `${folder}/current.json`
      yield* Effect.orDie(fileSystem.writeFileString(file, `{"id":"op","status":"running"}`))
      const merged = yield* recordop(["merge", file, "-"], { stdin: `{"resultInfo":{"code":200}}` })
      assert.deepInclude(JSON.parse(merged.stdout), {
        status: "Running",
        resultInfo: { code: 200, subcode: 0, message: null }
      })
      assert.deepInclude(yield* recordop(["validate", file]), { code: 0, stderr: "" })
      const wrong = yield* recordop(["validate", file, "-"], { stdin: `{"status":"x","resultInfo":{"more":1}}` })
      assert.strictEqual(wrong.code, 1)
      assert.match(
        wrong.stderr,
        /^-: status: Expected "NotStarted".*\n-: resultInfo.more: Expected no such property.*\n$/
      )
      assert.deepInclude(yield* recordop(["validate", `${folder}/none.json`]), { code: 1, stdout: "" })
      yield* Effect.orDie(fileSystem.writeFile(file, Uint8Array.of(0x22, 0xff, 0x22)))
      assert.include((yield* recordop(["validate", file])).stderr, "not valid UTF-8")
    }))

  it.live("prints JSON Schema", () =>
    Effect.gen(function*() {
      const { stdout } = yield* recordop(["schema", "update"])
      assert.strictEqual(JSON.parse(stdout).$ref, "#/$defs/RecordOperationUpdate")
    }))

  it.live.each(
    [
      [["frob"], "Unknown subcommand"],
      [["get"], "Missing required argument"],
      [["update", call, operation], "nothing to change"],
      [["update", call, operation, "--status", "done"], "status: Expected \"NotStarted\""],
      [["update", call, operation, "--status", "failed", "--if-match", "1"], "--if-match: expected an entity tag"],
      [["list", call, "-o", "xml"], "--output"],
      [["list", call, "--limit", "0"], "a whole number from 1"],
      [["serve", "--port", "70000"], "a port from 0 to 65535"],
      [["serve", "--store", "mysql://x"], "memory or sqlite:FILE"],
      [["serve", "--app-id", ""], "--app-id. Expected some text"],
      [["call", "create", "http://localhost:9/", "--to", ""], "--to. Expected some text"],
      [["call", "incoming", "--from", ""], "--from. Expected some text"],
      [["run", "--webhook", "http://localhost:9/", "--call-from", "", "--", "node"], "--call-from. Expected some text"],
      [["participant", "add", call, ""], "<who>: \"\". Expected some text"],
      [["fault", "remove", ""], "<id>: \"\". Expected some text"],
      [["notifications", "--redeliver", ""], "--redeliver. Expected some text"]
    ] as const
  )("exits with 2 and one line for %j", ([args, message]) =>
    Effect.gen(function*() {
      const { code, stderr, stdout } = yield* recordop(args)
      assert.deepStrictEqual([code, stdout], [2, ""])
      assert.match(stderr, /^recordop: [^\n]*\n$/)
      assert.include(stderr, message)
    }))

  it.live("tells its version, and helps with examples on every command", () =>
    Effect.gen(function*() {
      assert.strictEqual((yield* recordop(["--version"])).stdout, `recordop v${packageJson.version}\n`)
      const commands = ["serve", "get", "list", "create", "update", "delete", "merge", "validate", "schema"]
      const helps = yield* Effect.forEach(commands, (command) => recordop([command, "--help"]), { concurrency: 4 })
      for (const { code, stdout } of helps) {
        assert.strictEqual(code, 0)
        assert.include(stdout, "EXAMPLES")
        assert.notInclude(stdout, "\u001b[")
      }
    }))

  it.live("completes commands in a shell", () =>
    Effect.gen(function*() {
      const { code, stdout } = yield* recordop(["--completions", "bash"])
      assert.strictEqual(code, 0)
      assert.include(stdout, "validate")
    }))
})
