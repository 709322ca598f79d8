import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { declarationsOf, declarationsOfFile } from "./declarations.ts"

const root = join(import.meta.dirname, "..")

writeFileSync(join(root, "dist/index.d.ts"), declarationsOf(join(root, "src/index.ts"), join(root, "tsconfig.json")))
for (const runner of ["vitest", "jest", "node-test"]) {
  writeFileSync(join(root, `dist/${runner}.d.ts`), declarationsOfFile(join(root, `src/${runner}.ts`)))
}
