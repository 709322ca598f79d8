import { assert, describe, it } from "@effect/vitest"
import { Effect, Schedule } from "effect"
import { recordop, recordopProcess, serve, spawnRecordop } from "./recordop.ts"

const call = "57dab8b1-894c-409a-b240-bd8beae78896"
const operation = "72b0e085-e085-72b0-85e0-b07285e0b072"

describe("what bots ask, and what goes wrong", () => {
  it.live("is printed, followed, exported and forgotten", () =>
    Effect.gen(function*() {
      const { env } = yield* serve()
      const follower = yield* spawnRecordop(["requests", "--follow", "-o", "jsonl"], { env })
      yield* recordop(["get", call, operation], { env })
      yield* recordop(["get", call, "missing"], { env })
      const listed = yield* recordop(["requests", "--status", "404", "-o", "table"], { env })
      assert.match(
        listed.stdout,
        /^TIME +METHOD +STATUS +MS +URL\n\d\d:\d\d:\d\d +GET +404 +\d+ +\/v1\.0\/\S+missing\n$/u
      )
      const har = yield* recordop(["requests", "--har", "--path", "/calls/*/operations/*"], { env })
      assert.lengthOf(JSON.parse(har.stdout).log.entries, 2)
      yield* untilTrue(() => follower.lines.length >= 2)
      assert.deepStrictEqual(follower.lines.map((line) => JSON.parse(line).response.status), [200, 404])
      yield* recordop(["requests", "--clear"], { env })
      assert.strictEqual((yield* recordop(["requests", "-o", "jsonl"], { env })).stdout, "")
    }))

  it.live("is added, listed and removed", () =>
    Effect.gen(function*() {
      const { env } = yield* serve()
      const added = yield* recordop(
        [
          "fault",
          "add",
          "--path",
          "/calls/*/operations/*",
          "--method",
          "GET",
          "--status",
          "404",
          "--times",
          "1",
          "-o",
          "json"
        ],
        { env }
      )
      assert.deepInclude(JSON.parse(added.stdout), { id: "1", answer: { status: 404 }, times: 1 })
      assert.strictEqual((yield* recordop(["get", call, operation], { env })).code, 1)
      assert.strictEqual((yield* recordop(["get", call, operation], { env })).code, 0)
      const { stdout } = yield* recordop(["fault", "list", "-o", "table"], { env })
      assert.match(stdout, /\n1 +request +GET \/calls\/\*\/operations\/\* +404 +1 of 2\n$/u)
      assert.strictEqual((yield* recordop(["fault", "remove", "1"], { env })).code, 0)
      assert.match((yield* recordop(["fault", "remove", "1"], { env })).stderr, /Fault not found: 1\./u)
    }))

  it.live("play and cancel are answered as Graph does", () =>
    Effect.gen(function*() {
      const { env } = yield* serve(["--clock", "frozen"])
      const created = yield* recordop(["call", "create", "http://localhost:9/", "-o", "json"], { env })
      const { id } = JSON.parse(created.stdout)
      yield* recordop(["clock", "--advance", "1s"], { env })
      const played = yield* recordop(["play", id, "https://example.com/a.wav", "-o", "json"], { env })
      assert.strictEqual(JSON.parse(played.stdout)["@odata.type"], "#microsoft.graph.playPromptOperation")
      const cancelled = yield* recordop(["cancel", id, "-o", "json"], { env })
      assert.strictEqual(JSON.parse(cancelled.stdout).status, "Completed")
    }))

  it.live("record --wait that is interrupted names the recording", () =>
    Effect.gen(function*() {
      const { env } = yield* serve(["--caller-script", "speak 100s"])
      const { child } = yield* spawnRecordop(["record", call, "--max-record-duration", "100", "--wait"], { env })
      let text = ""
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => (text += chunk))
      yield* untilTrue(() =>
        fetch(`${env.RECORDOP_URL}/_emulator/requests?method=POST`).then((answer) => answer.text()).then((body) =>
          body.includes("recordResponse")
        )
      )
      const ended = new Promise((resolve) => child.once("exit", resolve))
      yield* Effect.sleep("100 millis")
      child.kill("SIGINT")
      yield* Effect.promise(() => ended)
      assert.match(text, /Recording [0-9a-f-]{36} goes on: recordop wait \S+ [0-9a-f-]{36}\n/u)
    }))

  it.live("a terminal gets no wave file", () =>
    Effect.gen(function*() {
      const { env } = yield* serve()
      const { stderr } = yield* recordopProcess(["download", call, operation, "-"], { env })
      assert.include(stderr, "its recordingLocation 'Recording Location value' is no URL")
    }))
})

const untilTrue = (condition: () => boolean | Promise<boolean>) =>
  Effect.promise(() => Promise.resolve(condition())).pipe(
    Effect.repeat({ until: (isTrue) => isTrue, schedule: Schedule.spaced("25 millis") })
  )
