import { assert, describe, it } from "@effect/vitest"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "../../..")

interface Rules {
  /** The modules of ours that it may import, by how their names begin. */
  readonly ours: ReadonlyArray<string>
  readonly node?: true
  readonly hono?: true
  readonly sql?: true
}

const core = "@recordop/core"
const emulator = "@recordop/emulator/"

/** Who may import whom. */
const packages: Readonly<Record<string, Rules>> = {
  "packages/core": { ours: [] },
  "packages/emulator": { ours: [core] },
  "packages/storage": { ours: [core, emulator], node: true, sql: true },
  "packages/testing": { ours: [core, emulator], node: true },
  "apps/server": { ours: [core, emulator], node: true, hono: true },
  "apps/client": { ours: [core, `${emulator}protocol/`, `${emulator}ports/`] },
  // A page is small as long as it imports nothing.
  "apps/web": { ours: [] },
  "apps/cli": { ours: [core, emulator, "@recordop/storage", "@recordop/server", "@recordop/client"], node: true }
}

const forbiddenIn = ({ hono, node, ours, sql }: Rules) => (module: string): boolean => {
  if (module.startsWith("@recordop/")) return !ours.some((allowed) => module.startsWith(allowed))
  if (module.startsWith("node:") || module.startsWith("@effect/platform-node")) return node === undefined
  if (module.startsWith("hono") || module.startsWith("@hono/")) return hono === undefined
  return module === "effect/sql" && sql === undefined
}

const importsOf = (file: string): ReadonlyArray<string> =>
  Array.from(
    readFileSync(file, "utf8").matchAll(
      /(?:^(?:import|export)[^"]*? from |\bimport\(|^import )"(?<module>[^".][^"]*)"/gmu
    ),
    ({ groups }) => groups?.["module"] ?? ""
  )

describe("who imports whom", () => {
  it.each(Object.entries(packages))("%s imports what it may", (name, rules) => {
    const files = globSync("src/**/*.ts", { cwd: join(root, name) })
    const imports = files.flatMap((file) => importsOf(join(root, name, file)).map((module) => ({ file, module })))
    assert.isNotEmpty(files)
    assert.deepStrictEqual(imports.filter(({ module }) => forbiddenIn(rules)(module)), [])
  })

  it("no package is missing here", () => {
    const names = globSync("{packages,apps}/*/package.json", { cwd: root }).map((path) => join(path, ".."))
    assert.sameMembers(names, Object.keys(packages))
  })
})
