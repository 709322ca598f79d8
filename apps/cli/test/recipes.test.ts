import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { execFile } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { freePort } from "./freePort.ts"
import { hasProgram, pythonWith } from "./programs.ts"
import { makeTools } from "./tools.ts"

const recipes = `${import.meta.dirname}/../../../docs/recipes`

/** Programs are put here, where they find the packages that they import. */
const programs = `${import.meta.dirname}/../node_modules/.recipes`

/** A program, how it is run, and what it then prints. */
interface Recipe {
  readonly page: string
  readonly name: string
  readonly program: string
  readonly command: string
  readonly output: string
}

const recipe = /(?:^```(?:js|py) (\S+)\n(.*?)^```\n.*?)?^```sh\n(.*?)^```\n\n```text\n(.*?)^```\n/gms

const recipesIn = (page: string): ReadonlyArray<Recipe> =>
  Array.from(
    readFileSync(`${recipes}/${page}`, "utf8").matchAll(recipe),
    ([, name = "curl", program = "", command = "", output = ""]) => ({ page, name, program, command, output })
  )

const all = readdirSync(recipes).flatMap(recipesIn)

/** The module that a program in Python needs besides Python's own. */
const moduleOf = ({ program }: Recipe): string => /^import (requests|httpx|jwt)$/m.exec(program)?.[1] ?? "json"

/** What a program needs that is not on this machine. */
const missingOf = (one: Recipe): string | undefined => {
  if (one.name === "curl") return hasProgram("curl") ? undefined : "curl"
  const module = moduleOf(one)
  return !one.name.endsWith(".py") || pythonWith(module) !== undefined ? undefined : `Python with ${module}`
}

const run = Effect.fnUntraced(function*(one: Recipe) {
  const { command, name, program } = one
  const files = yield* FileSystem.FileSystem
  const port = String(yield* freePort)
  yield* files.makeDirectory(programs, { recursive: true })
  const cwd = yield* files.makeTempDirectoryScoped({ directory: programs })
  const tools = yield* files.makeTempDirectoryScoped()
  yield* makeTools(tools, "recordop", "node")
  yield* files.writeFileString(`${cwd}/${name}`, program.replaceAll("3978", port))
  const script = command.replaceAll("3978", port).replace("-- python3", `-- ${pythonWith(moduleOf(one))}`)
  return yield* Effect.callback<string>((resume) => {
    const env = { PATH: `${tools}:${process.env["PATH"]}`, RECORDOP_CA_DIR: `${tools}/ca` }
    execFile("sh", ["-c", script], { cwd, env }, (_, stdout, stderr) => resume(Effect.succeed(stdout + stderr)))
  })
})

const masked = (text: string): string => text.replaceAll(/after \d+ ms/g, "after some ms")

describe("the recipes", () => {
  it("are found", () => {
    assert.isAtLeast(all.length, 11)
    assert.deepStrictEqual(
      readdirSync(recipes).filter((page) => recipesIn(page).length === 0).toSorted(),
      ["README.md", "csharp.md"]
    )
  })

  for (const one of all) {
    const missing = missingOf(one)
    const title = missing === undefined ? "" : ` (not run: there is no ${missing} here)`
    it.live.runIf(missing === undefined)(
      `${one.page} prints what it shows for ${one.name}${title}`,
      () =>
        Effect.gen(function*() {
          assert.strictEqual(masked(yield* run(one)), masked(one.output))
        }).pipe(Effect.provide(NodeFileSystem.layer))
    )
  }
})
