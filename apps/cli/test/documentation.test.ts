import { NodeFileSystem } from "@effect/platform-node"
import { assert, describe, it } from "@effect/vitest"
import { Effect, FileSystem } from "effect"
import { execFile } from "node:child_process"
import { globSync, readFileSync } from "node:fs"
import { type Example, examplesIn, masked, withOutputs } from "./documentation.ts"
import { ownEnv, serve } from "./recordop.ts"
import { makeTools } from "./tools.ts"

const root = `${import.meta.dirname}/../../..`
const files = [
  "README.md",
  "apps/cli/README.md",
  "apps/client/README.md",
  "apps/server/README.md",
  "packages/core/README.md",
  "packages/storage/README.md",
  "docs/emulator-api.md",
  ...globSync("docs/{guides,reference}/*.md", { cwd: root })
].filter((file) => examplesIn(readFileSync(`${root}/${file}`, "utf8")).length > 0)

/** Runs an example against the server and gives what it prints. */
const runExample = ({ code, language }: Example, url: string, folder: string) =>
  Effect.callback<string>((resume) => {
    const here = code.replaceAll(/http:\/\/(?:127\.0\.0\.1|localhost):4080/g, url)
    const [command, args, cwd] = language === "ts"
      ? [process.execPath, ["--input-type=module-typescript", "-e", here], import.meta.dirname] as const
      : ["sh", ["-c", `exec 2>&1\n${here}`], folder] as const
    const env = {
      ...ownEnv,
      PATH: `${folder}:${process.env["PATH"]}`,
      RECORDOP_URL: url,
      RECORDOP_CA_DIR: folder,
      NO_COLOR: "1"
    }
    execFile(command, args, { cwd, env }, (_, stdout, stderr) => resume(Effect.succeed(stdout + stderr)))
  }).pipe(Effect.map((printed) => printed.replaceAll(url, "http://127.0.0.1:4080")))

describe("the examples of the documentation", () => {
  it.live.each(files)("%s prints what it shows", (file) =>
    Effect.gen(function*() {
      const fileSystem = yield* FileSystem.FileSystem
      const folder = yield* fileSystem.makeTempDirectoryScoped()
      yield* makeTools(folder, "recordop", "curl")
      const { url } = yield* serve()
      const markdown = yield* fileSystem.readFileString(`${root}/${file}`)
      const examples = examplesIn(markdown)
      assert.isNotEmpty(examples)
      const outputs = yield* Effect.forEach(examples, (example) =>
        Effect.map(runExample(example, url, folder), (output) => `${output.trimEnd()}\n`))
      if (process.env["RECORDOP_UPDATE_DOCS"] === "1") {
        yield* fileSystem.writeFileString(`${root}/${file}`, withOutputs(markdown, outputs))
      }
      for (const [index, { code, output }] of examples.entries()) {
        if (output !== undefined) {
          assert.strictEqual(masked(outputs[index] ?? ""), masked(output), code)
        }
      }
    }).pipe(Effect.provide(NodeFileSystem.layer)))
})
