import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readYaml } from "recordop/yaml"
import { recordop, serve } from "./recordop.ts"

const folder = () => mkdtempSync(join(realpathSync(tmpdir()), "recordop-"))

describe("recordop init", () => {
  it.live("writes a seed that a server starts with, once", () =>
    Effect.gen(function*() {
      const file = join(folder(), "recordop.yaml")
      assert.strictEqual((yield* recordop(["init", file])).code, 0)
      const again = yield* recordop(["init", file])
      assert.deepStrictEqual([again.code, again.stderr], [1, `recordop: cannot write ${file}: it is there already\n`])
      assert.strictEqual((yield* recordop(["validate", "--as", "seed", file])).code, 0)
      const whole = readFileSync(file, "utf8").replaceAll(/^# (?=apps:|faults:| {2}- | {4})/gmu, "")
      writeFileSync(file, whole)
      const { env } = yield* serve(["--seed", file])
      const { stdout } = yield* recordop(["list", "57dab8b1-894c-409a-b240-bd8beae78896", "-o", "jsonl"], { env })
      assert.strictEqual(JSON.parse(stdout).clientContext, "order-7")
      const faults = JSON.parse((yield* recordop(["fault", "list", "-o", "json"], { env })).stdout)
      assert.deepStrictEqual(faults.map(({ delay, nth }: Record<string, unknown>) => [nth, delay]), [
        [[2, 4, 6], undefined],
        [undefined, "PT3S"]
      ])
    }))
})

describe("a seed", () => {
  it.live("is recognised by validate, by its name or by what it has", () =>
    Effect.gen(function*() {
      const written = join(folder(), "recordop.yaml")
      yield* recordop(["init", written])
      assert.strictEqual((yield* recordop(["validate", written])).code, 0)
      const stdin = `{"calls":[{"id":"x","operatons":[]}]}`
      const { code, stderr } = yield* recordop(["validate", "-"], { stdin })
      assert.strictEqual(code, 1)
      assert.match(stderr, /^-: calls\.0\.operatons: .* \(line 1, column \d+\)\n/u)
      const faults = yield* recordop(["validate", "-"], { stdin: `{"faults":[{"pth":"/x"}]}` })
      assert.include(faults.stderr, "faults.0.pth")
    }))

  it.live.each<readonly [string, string, string]>([
    ["a.yaml", "calls:\n  - id: c1\n    operations:\n      - id: o1\n        status: Runing\n", "(line 5, column 17)"],
    ["a.json", `{"calls":[{"id":"c1",\n"operations":[{"id":"o1","status":"Runing"}]}]}`, "(line 2, column 35)"],
    ["a.yaml", "faults:\n  - answer: {status: 429}\n  - answer: {status: 200}\n", "(line 3, column 22)"],
    ["a.yaml", "calls: [", "not valid YAML: "],
    ["a.yaml", "a: &a [*a, *a]", "a.yaml: "],
    ["a.yml", "calls:\n\t- id: 1\n", "(line 2, column "]
  ])("that is wrong says where: %s", ([name, text, message]) =>
    Effect.gen(function*() {
      const file = join(folder(), name)
      writeFileSync(file, text)
      const { code, stderr } = yield* recordop(["serve", "--port", "0", "--seed", file])
      assert.strictEqual(code, 1)
      assert.match(stderr, /^recordop: [^\n]*\n$/u)
      assert.include(stderr, message)
    }))

  it("says of what is missing where it should be", () => {
    const { positionOf } = readYaml("calls:\n  - operations: []\n")
    assert.deepStrictEqual(positionOf("calls.0.id"), { line: 2, column: 5 })
    assert.deepStrictEqual(positionOf(""), { line: 1, column: 1 })
  })
})

describe("recordop doctor", () => {
  it.live("finds nothing wrong with a server and a bot that answer", () =>
    Effect.gen(function*() {
      const bot = createServer((request, response) =>
        void request.resume().on("end", () => response.writeHead(202).end())
      )
      yield* Effect.promise(() => new Promise<void>((resolve) => bot.listen(0, "127.0.0.1", resolve)))
      const address = bot.address()
      const webhook = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/api/calls`
      const { env, url } = yield* serve(["--now", "2020-01-01T00:00:00Z"])
      const { code, stdout } = yield* recordop(["doctor", "--webhook", webhook], {
        env: { ...env, RECORDOP_CA_DIR: folder(), HTTPS_PROXY: "http://proxy:1" }
      })
      bot.close()
      assert.strictEqual(code, 0)
      assert.include(stdout, `ok    recordop answers at ${url}\n`)
      assert.match(
        stdout,
        /note {2}its clock is frozen and \d+ s from this machine's: tokens may look expired to bots\n/u
      )
      assert.include(stdout, `ok    the bot at ${webhook} answers with 202\n`)
      assert.include(stdout, "note  there is no certificate authority yet")
      assert.include(stdout, "note  HTTPS_PROXY is http://proxy:1")
    }))

  it.live("says what is wrong, and ends with 1", () =>
    Effect.gen(function*() {
      const other = createServer((_, response) => void response.writeHead(404).end())
      yield* Effect.promise(() => new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve)))
      const address = other.address()
      const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`
      const { code, stdout } = yield* recordop(["doctor", "--url", url, "--webhook", `${url}/calls`])
      other.close()
      assert.strictEqual(code, 1)
      assert.include(stdout, `FAIL  ${url} answers with 404, and is not recordop\n`)
      assert.include(stdout, `FAIL  ${url}/calls answers with 404: is the path of the webhook right?\n`)
    }))
})

describe("recordop completions install", () => {
  it.live.each<readonly [string, string]>([
    ["bash", ".local/share/bash-completion/completions/recordop"],
    ["zsh", ".zfunc/_recordop"],
    ["fish", ".config/fish/completions/recordop.fish"]
  ])("%s", ([shell, below]) =>
    Effect.gen(function*() {
      const home = folder()
      const { code } = yield* recordop(["completions", "install"], { env: { HOME: home, SHELL: `/bin/${shell}` } })
      assert.strictEqual(code, 0)
      const script = readFileSync(join(home, below), "utf8")
      assert.include(script, "notifications")
      assert.match(script, /_files|compgen -f|-F/u)
    }))

  it.live("asks for the shell when it is not known", () =>
    Effect.gen(function*() {
      const { code, stderr } = yield* recordop(["completions", "install"], { env: { SHELL: "/bin/tcsh" } })
      assert.deepStrictEqual([code, stderr], [2, "recordop: name the shell by --shell: bash, zsh, fish\n"])
    }))
})
