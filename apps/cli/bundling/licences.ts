import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** Adds `LICENSES.txt`: the licences of the packages that the bundle has in it. */
export const licences = {
  name: "licences",
  generateBundle(
    this: { emitFile: (file: { type: "asset"; fileName: string; source: string }) => string },
    _options: unknown,
    bundle: Readonly<Record<string, { readonly moduleIds?: ReadonlyArray<string> }>>
  ) {
    const modules = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds)
    const folders = new Set(modules.flatMap((id) => packageOf(id) ?? []))
    const texts = Array.from(folders).toSorted().map(licenceOf)
    this.emitFile({ type: "asset", fileName: "LICENSES.txt", source: texts.join(`\n${"-".repeat(80)}\n\n`) })
  }
}

/** The folder of the package from a registry that a module is in. */
const packageOf = (id: string): string | undefined =>
  /^\0?(?<folder>.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//u.exec(id)?.groups?.["folder"]

const licenceOf = (folder: string): string => {
  const { license, name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  const [file] = globSync(["LICEN[CS]E*", "license*"], { cwd: folder })
  const text = file === undefined ? `Licence: ${license}\n` : readFileSync(join(folder, file), "utf8")
  return `${name} ${version}\n\n${text}`
}
