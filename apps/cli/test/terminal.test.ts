import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { formatColumns } from "recordop/table"
import { recordop } from "./recordop.ts"

const commands = ["", "serve", "run", "record", "call incoming", "requests", "fault add", "validate", "clock", "doctor"]

const id = "57dab8b1-894c-409a-b240-bd8beae78896"

describe("a terminal of 80 columns", () => {
  it.live.each(commands)("has room for the help of %j, but for examples", (command) =>
    Effect.gen(function*() {
      const { code, stdout } = yield* recordop([...command.split(" ").filter((word) => word !== ""), "--help"])
      assert.strictEqual(code, 0)
      const [before = "", examples = ""] = stdout.split("EXAMPLES")
      const lines = [...before.split("\n"), ...examples.slice(examples.indexOf("GLOBAL FLAGS")).split("\n")]
      assert.deepStrictEqual(lines.filter((line) => line.length > 80 && !line.includes("recordop")), [])
      assert.isBelow(stdout.indexOf("USAGE"), stdout.indexOf("GLOBAL FLAGS"))
      assert.strictEqual(stdout.trimEnd().split("\n").at(-2), "GLOBAL FLAGS")
    }))

  it("has tables whose last column is cut, or left out", () => {
    const rows = [["ID", "STATUS", "REASON", "CONTEXT"], [
      id,
      "Completed",
      "maxRecordDurationReached",
      "order-7 of a customer"
    ]]
    for (const width of [80, 86, 100]) {
      const lines = formatColumns(rows, width).split("\n")
      assert.isTrue(lines.every((line) => line.length <= width), lines.join("\n"))
      assert.include(lines[1], id)
    }
    assert.notInclude(formatColumns(rows, 80), "CONTEXT")
    assert.match(formatColumns(rows, 90), /order-7 of a c…$/u)
    assert.include(formatColumns(rows), "order-7 of a customer")
  })
})

describe("recordop says", () => {
  it.live("how to start a server when none answers", () =>
    Effect.gen(function*() {
      const { code, stderr } = yield* recordop(["get", id, "1", "--url", "http://127.0.0.1:59999"])
      assert.strictEqual(code, 1)
      assert.match(
        stderr,
        /^recordop: The server cannot be reached: .* Start one by recordop serve, or name another by --url\.\n$/u
      )
    }))

  it.live.each<readonly [ReadonlyArray<string>, string]>([
    [["record", id, "--prompt", "foo"], "Expected an http or https URL"],
    [["play", id, "foo"], "Expected an http or https URL"],
    [["get", id, "1", "--store", "sqlite:x.db", "--url", "http://127.0.0.1:1"], "give one of them"],
    [["fault", "add"], "Expected delay, or one of answer, drop, cut"],
    [["fault", "add", "--duplicate"], "duplicate: Expected one of answer, drop, cut for a request"],
    [["requests", "--path", "calls"], "Expected a path such as /communications/calls/*/playPrompt"]
  ])("what is wrong with %j", ([args, message]) =>
    Effect.gen(function*() {
      const { code, stderr } = yield* recordop(args)
      assert.strictEqual(code, 2)
      assert.match(stderr, /^recordop: [^\n]*\n$/u)
      assert.include(stderr, message)
    }))
})
