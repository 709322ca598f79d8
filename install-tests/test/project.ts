import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { succeed } from "./run.ts"

/** Makes a project in which these tarballs, by the names of their packages, are installed by npm. */
export const makeProject = async (folder: string, packages: Readonly<Record<string, string>>): Promise<string> => {
  const dependencies = Object.fromEntries(Object.entries(packages).map(([name, path]) => [name, `file:${path}`]))
  // A package that needs another version of it gets this one: there is no registry to get it from.
  const overrides = "tslib" in packages ? { tslib: "$tslib" } : {}
  writeFiles(folder, { "package.json": JSON.stringify({ private: true, type: "module", dependencies, overrides }) })
  await succeed(folder, "npm", "install", ...npmFlags)
  return folder
}

/** npm goes nowhere and says nothing. */
export const npmFlags = ["--offline", "--no-audit", "--no-fund", "--ignore-scripts"]

/** Writes files below a folder, by their paths. */
export const writeFiles = (folder: string, files: Readonly<Record<string, string>>): string => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}
