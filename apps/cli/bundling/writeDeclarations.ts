import { writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { declarationsOf, declarationsOfFile } from "./declarations.ts"

const root = join(import.meta.dirname, "..")
const write = (file: string, declarations: string): void =>
  writeFileSync(join(root, "dist", basename(file).replace(/\.ts$/, ".d.ts")), declarations)

const modules = ["index", "browser"].map((name) => join(root, `src/${name}.ts`))
for (const [file, text] of declarationsOf(modules, join(root, "tsconfig.json"))) write(file, text)

for (const runner of ["vitest", "jest", "node-test"]) {
  const file = join(root, `src/${runner}.ts`)
  write(file, declarationsOfFile(file))
}
