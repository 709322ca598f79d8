import { existsSync, mkdtempSync, realpathSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { assert, describe, inject, it } from "vitest"
import { makeProject, npmFlags, writeFiles } from "./project.ts"
import { run, succeed, tool } from "./run.ts"

const { "@recordop/core": core = "", recordop = "" } = inject("tarballs")

/** Node as it was here before this workspace brought its own; Node 20 is what machines have. */
const nodesOfThisMachine = () =>
  (process.env["PATH"] ?? "").split(delimiter)
    .filter((folder) => !folder.includes("node_modules"))
    .map((folder) => join(folder, "node"))
    .filter((file) => existsSync(file))

const emptyProject = () =>
  writeFiles(mkdtempSync(join(realpathSync(tmpdir()), "recordop-")), {
    "package.json": JSON.stringify({ private: true, type: "module" })
  })

describe("the command", () => {
  const installers = {
    npm: (folder: string) => succeed(folder, "npm", "install", "-D", ...npmFlags, recordop),
    pnpm: (folder: string) =>
      succeed(folder, "npx", "-y", "--prefer-offline", "pnpm@12", "add", "-D", "--offline", recordop),
    yarn: (folder: string) =>
      succeed(folder, tool("yarn"), "add", "-D", "--offline", "--no-lockfile", `file:${recordop}`)
  }

  it.each(Object.entries(installers))("is installed by %s, alone", async (_, install) => {
    const folder = emptyProject()
    await install(folder)
    const installed = join(folder, "node_modules/recordop")
    const size = Number((await succeed(folder, "du", "-skL", installed)).split("\t")[0])
    assert.isBelow(size, 3000)
    const recordopDoes = (args: string) =>
      succeed(folder, "sh", "-c", `PATH="$PWD/node_modules/.bin:$PATH"; recordop ${args}`)
    assert.match(await recordopDoes("--version"), /^recordop v\d/u)
    assert.match(await recordopDoes("exec -- recordop clock -o jsonl"), /"mode":"real"/u)
  })

  it("says which Node it needs in one line", async () => {
    const folder = emptyProject()
    await makeProject(folder, { recordop })
    const old = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.11.0" } })
Object.defineProperty(process, "version", { value: "v20.11.0" })
delete process.getBuiltinModule
`
    writeFiles(folder, { "old.cjs": old })
    const command = await run(folder, "node", "--require", "./old.cjs", "node_modules/.bin/recordop", "serve")
    assert.deepStrictEqual(command, { code: 1, output: "recordop: needs Node 22.19 or newer; this is v20.11.0\n" })
    writeFiles(folder, {
      "main.mjs": `import { startEmulator } from "recordop"
await startEmulator().catch((error) => console.log(error.message))
`
    })
    const library = await run(folder, "node", "--require", "./old.cjs", "main.mjs")
    assert.deepStrictEqual(library, { code: 0, output: "recordop: needs Node 22.19 or newer; this is v20.11.0\n" })
    for (const node of nodesOfThisMachine()) {
      const version = (await run(folder, node, "--version")).output.trim()
      if (!/^v(?:18|19|2[01])\./u.test(version)) continue
      const problem = `recordop: needs Node 22.19 or newer; this is ${version}\n`
      assert.strictEqual((await run(folder, node, "node_modules/.bin/recordop", "serve")).output, problem)
      assert.strictEqual((await run(folder, node, "main.mjs")).output, problem)
    }
  })
})

describe("another effect", () => {
  it.each(["3.19.0", "4.0.6"])("%s is refused by npm, which names it", async (version) => {
    const folder = emptyProject()
    writeFiles(folder, { "effect/package.json": JSON.stringify({ name: "effect", version }) })
    await succeed(folder, "npm", "install", ...npmFlags, "--install-links", "./effect")
    const { code, output } = await run(folder, "npm", "install", ...npmFlags, core)
    assert.strictEqual(code, 1)
    assert.include(output, "ERESOLVE")
    assert.include(output, "peer effect@\"^4.1.0\" from @recordop/core")
  })
})
