import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { declarationsOf, declarationsOfFile } from "./declarations.ts"

const root = join(import.meta.dirname, "..")

for (const module of ["index", "browser"]) {
  const declarations = declarationsOf(join(root, `src/${module}.ts`), join(root, "tsconfig.json"))
  writeFileSync(join(root, `dist/${module}.d.ts`), declarations)
}
for (const runner of ["vitest", "jest", "node-test"]) {
  writeFileSync(join(root, `dist/${runner}.d.ts`), declarationsOfFile(join(root, `src/${runner}.ts`)))
}
