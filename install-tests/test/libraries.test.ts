import { build as esbuild } from "esbuild"
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { build as vite } from "vite"
import { assert, describe, inject, it } from "vitest"
import { writeFiles } from "./project.ts"
import { run, succeed, tool } from "./run.ts"

const project = inject("project")

const merge = `import { decodeOptions, mergeUpdate, RecordOperation } from "@recordop/core"
import { createClient } from "@recordop/client"
import { Schema } from "effect"

const operation = Schema.decodeUnknownSync(RecordOperation, decodeOptions)({
  id: "72b0e085-e085-72b0-85e0-b07285e0b072",
  status: "running"
})
const client = createClient({ baseUrl: "http://127.0.0.1:4080" })
console.log(mergeUpdate(operation, { status: "Completed" }).status, client.call(operation.id).id)
`
const printed = "Completed 72b0e085-e085-72b0-85e0-b07285e0b072\n"

const link = (name: string, folder: string): void => {
  const path = join(folder, "node_modules", name)
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(tool(`../${name}`), path)
}

const useEmulator = `
const emulator = useEmulator({ clock: "frozen", now: "2026-01-01T00:00:00Z", callerScript: "speak 3s; tone #" })
`

/** The body of a test: a recording of two minutes, which a matcher looks at, after another test has turned the clock. */
const record = `  const { client, clock } = emulator
  if ((await clock.get()).now !== Date.parse("2026-01-01T00:00:00Z")) throw new Error("the clock has not been reset")
  const { id } = await client.createCall({ callbackUri: "http://localhost:9/", targets: [{ identity: { user: { id: "1" } } }] })
  await clock.advance("1s")
  const call = client.call(id)
  const { id: operationId } = await call.recordResponse({ stopTones: ["#"] })
  await call.operation(operationId).waitForEnd()
  await expect(call).toHaveRecorded({ completionReason: "stopToneDetected" })
`

describe("TypeScript", () => {
  it.each(["nodenext", "bundler"])("%s, strict", async (resolution) => {
    const folder = writeFiles(join(project, resolution), {
      "main.ts": `import { startEmulator, type Emulator } from "recordop"
import { expect, useEmulator } from "recordop/node-test"
${merge}
void expect(useEmulator()).toHaveBeenTold("callUpdated")

const started: Emulator = await startEmulator({ clock: "frozen" })
const completed: "Completed" | "Failed" | "NotStarted" | "Running" = (await started.client.call("1").operation("2").get()).status
export const text: string = completed
`,
      "wrong.ts": `import { startEmulator } from "recordop"
// @ts-expect-error -- there is no such clock
void startEmulator({ clock: "thawed" })
`,
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          noEmit: true,
          target: "es2022",
          lib: ["es2024", "esnext.disposable", "dom", "dom.asynciterable"],
          module: resolution === "bundler" ? "esnext" : resolution,
          moduleResolution: resolution,
          types: []
        }
      })
    })
    assert.strictEqual(await succeed(folder, join(tool("../../../node_modules/.bin"), "tsc"), "-p", "."), "")
  })

  it.each([true, false])(
    "reads the declarations of the command themselves, with exact optional properties: %s",
    async (exact) => {
      const folder = writeFiles(join(project, `checked-${exact}`), {
        "main.ts": `import { startEmulator } from "recordop"
import { useEmulator } from "recordop/node-test"
export const emulator = await startEmulator()
export const rating = (await emulator.client.call("1").operation("2").get())["rating"]
useEmulator()
`,
        "tsconfig.json": JSON.stringify({
          compilerOptions: {
            strict: true,
            exactOptionalPropertyTypes: exact,
            skipLibCheck: false,
            noEmit: true,
            target: "es2022",
            lib: ["es2024", "esnext.disposable", "dom", "dom.asynciterable"],
            module: "nodenext",
            types: []
          }
        })
      })
      assert.strictEqual(await succeed(folder, join(tool("../../../node_modules/.bin"), "tsc"), "-p", "."), "")
    }
  )
})

describe("Node", () => {
  const nodes = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, "node"))

  it("runs core and client, in whatever version this machine has", async () => {
    const folder = writeFiles(join(project, "plain"), { "main.mjs": merge })
    const versions = await Promise.all(nodes.map((node) => run(folder, node, "main.mjs")))
    const ran = versions.filter(({ code, output }) => code === 0 || !output.includes("ENOENT"))
    assert.isNotEmpty(ran.filter(({ output }) => output !== ""))
    for (const { output } of ran) assert.include(["", printed], output)
  })

  it("runs what require gives", async () => {
    const folder = writeFiles(join(project, "common"), {
      "main.cjs": `const { newOperation, mergeUpdate } = require("@recordop/core")
const { createClient } = require("@recordop/client")
const { startEmulator } = require("recordop")
console.log(typeof newOperation, typeof mergeUpdate, typeof createClient, typeof startEmulator)
`
    })
    assert.strictEqual(await succeed(folder, "node", "main.cjs"), "function function function function\n")
  })

  it("serves the emulator from its parts", async () => {
    const readme = readFileSync(join(project, "node_modules/@recordop/server/README.md"), "utf8")
    const [, code = ""] = /```ts\n(.*?)```/su.exec(readme) ?? []
    const folder = writeFiles(join(project, "parts"), { "main.mjs": code })
    assert.strictEqual(await succeed(folder, "node", "main.mjs"), "200\n")
  })
})

describe("a test runner", () => {
  const tests = `test("turns the clock", () => emulator.clock.advance("1h"))
test("records", async () => {
${record}})
`

  it("node:test", async () => {
    const folder = writeFiles(join(project, "node-test"), {
      "main.test.mjs": `import { expect, useEmulator } from "recordop/node-test"
import test from "node:test"
${useEmulator}${tests}`
    })
    assert.match(await succeed(folder, "node", "--test"), /pass 2\n/u)
  })

  it("vitest", async () => {
    const folder = writeFiles(join(project, "vitest"), {
      "main.test.js": `import { useEmulator } from "recordop/vitest"
import { expect, test } from "vitest"
${useEmulator}${tests}`,
      "package.json": JSON.stringify({ type: "module" })
    })
    link("vitest", project)
    assert.match(await succeed(folder, "node", tool("../vitest/vitest.mjs"), "run"), /2 passed/u)
  })

  it("jest", async () => {
    const folder = writeFiles(join(project, "jest"), {
      "main.test.js": `import { useEmulator } from "recordop/jest"
${useEmulator}${tests}`,
      "package.json": JSON.stringify({ type: "module", jest: { transform: {} } })
    })
    link("@jest/globals", project)
    const jest = tool("../jest/bin/jest.js")
    const output = await succeed(folder, "node", "--experimental-vm-modules", jest, "--rootDir", folder)
    assert.match(output, /2 passed/u)
  })
})

describe("a browser bundle", () => {
  const builtins = /(?:from|import|require\()\s*["'](?:node:[a-z]+|fs|path|http|crypto)["']/u

  it("by esbuild has no Node in it", async ({ annotate }) => {
    const folder = writeFiles(join(project, "esbuild"), { "main.js": merge })
    const { outputFiles } = await esbuild({
      entryPoints: [join(folder, "main.js")],
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      write: false
    })
    const text = outputFiles[0]?.text ?? ""
    assert.notMatch(text, builtins)
    await annotate(`esbuild: core and client are ${Math.round(text.length / 1000)} kB`)
    const run = writeFiles(join(folder, "out"), { "main.mjs": text })
    assert.strictEqual(await succeed(run, "node", "main.mjs"), printed)
  })

  it("by vite has no Node in it", async ({ annotate }) => {
    const folder = writeFiles(join(project, "vite"), {
      "index.html": "<!doctype html><script type=module src=./main.js></script>",
      "main.js": merge
    })
    await vite({ root: folder, logLevel: "silent" })
    const assets = join(folder, "dist/assets")
    const text = readdirSync(assets).map((file) => readFileSync(join(assets, file), "utf8")).join("")
    assert.notMatch(text, builtins)
    assert.notInclude(text, "__vite-browser-external")
    await annotate(`vite: core and client are ${Math.round(text.length / 1000)} kB`)
  })

  it("of recordop answers as an emulator does, without a socket", async ({ annotate }) => {
    const folder = writeFiles(join(project, "worker"), {
      "main.js": `import * as recordop from "recordop"

const fetch = recordop.createFetch({ clock: "frozen", callerScript: "speak 3s; tone #" })
const client = recordop.createClient({ baseUrl: "https://graph.microsoft.com/v1.0", fetch })
const { id } = await client.createCall({ callbackUri: "http://localhost:9/", targets: [{ identity: { user: { id: "1" } } }] })
await client.clock.advance("1s")
const { id: recording } = await client.call(id).recordResponse({ stopTones: ["#"] })
console.log((await client.call(id).operation(recording).waitForEnd()).completionReason, "startEmulator" in recordop)
`
    })
    const { outputFiles } = await esbuild({
      entryPoints: [join(folder, "main.js")],
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      write: false
    })
    const text = outputFiles[0]?.text ?? ""
    assert.notMatch(text, builtins)
    await annotate(`esbuild: an emulator without a socket is ${Math.round(text.length / 1000)} kB`)
    const run = writeFiles(join(folder, "out"), { "main.mjs": text })
    assert.strictEqual(await succeed(run, "node", "main.mjs"), "stopToneDetected false\n")
  })
})
