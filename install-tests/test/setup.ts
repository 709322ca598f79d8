import { mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { TestProject } from "vitest/node"
import { closureOf, packAll } from "./closure.ts"
import { makeProject } from "./project.ts"
import { succeed } from "./run.ts"

const root = join(import.meta.dirname, "../..")

declare module "vitest" {
  interface ProvidedContext {
    /** The tarballs of what is published, by package. */
    readonly tarballs: Readonly<Record<string, string>>
    /** A project in which all of them are installed. */
    readonly project: string
  }
}

/** Makes the tarballs and installs them in a project outside the workspace, without a network. */
export default async (test: TestProject) => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "recordop-"))
  await succeed(root, "npx", "-y", "--prefer-offline", "pnpm@12", "run", "tarballs", folder)
  const tarballs = Object.fromEntries(
    readdirSync(folder).map((
      file
    ) => [file.replace(/-\d.*/u, "").replace("recordop-", "@recordop/"), join(folder, file)])
  )
  const libraries = ["packages/core", "packages/emulator", "packages/storage", "apps/client", "apps/server"]
  const needed = closureOf(libraries.map((path) => join(root, path)))
  const packed = await packAll(needed, join(folder, "needed"))
  const project = await makeProject(join(folder, "project"), { ...tarballs, ...packed })
  test.provide("tarballs", tarballs)
  test.provide("project", project)
  return () => rmSync(folder, { recursive: true })
}
