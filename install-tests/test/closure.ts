import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync } from "node:fs"
import { dirname, join } from "node:path"
import { succeed } from "./run.ts"

/**
 * The packages from a registry that these need, by name, and the folders in which this workspace has them: to install those
 * needs no network. Of two versions the one that was found first.
 */
export const closureOf = (folders: ReadonlyArray<string>): Readonly<Record<string, string>> => {
  const found = new Map<string, string>()
  const visit = (folder: string): void => {
    for (const name of neededBy(folder)) {
      const needed = locate(name, folder)
      if (needed.includes("/node_modules/")) {
        if (found.has(name)) continue
        found.set(name, needed)
      }
      visit(needed)
    }
  }
  folders.forEach(visit)
  return Object.fromEntries(found)
}

const neededBy = (folder: string): ReadonlyArray<string> => {
  const { dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8")
  )
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true)
  return [...Object.keys(dependencies), ...peers]
}

const locate = (name: string, from: string): string => {
  const here = join(from, "node_modules", name)
  if (existsSync(here)) return realpathSync(here)
  if (dirname(from) === from) throw new Error(`${name} is not installed`)
  return locate(name, dirname(from))
}

/** Makes tarballs of folders of packages, as npm makes them, and gives their paths. */
export const packAll = async (
  packages: Readonly<Record<string, string>>,
  into: string
): Promise<Readonly<Record<string, string>>> => {
  const made: Record<string, string> = {}
  for (const [name, folder] of Object.entries(packages)) {
    const stage = join(into, name)
    const tarball = join(into, `${name.replaceAll(/[@/]/gu, "-")}.tgz`)
    mkdirSync(stage, { recursive: true })
    cpSync(folder, join(stage, "package"), { recursive: true, filter: (path) => !/\.map$|\/src$/u.test(path) })
    await succeed(stage, "tar", "czf", tarball, "package")
    rmSync(stage, { recursive: true })
    made[name] = tarball
  }
  return made
}
