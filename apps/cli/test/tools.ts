import { Effect, FileSystem } from "effect"

const scripts = {
  recordop: `${import.meta.dirname}/../dist/recordop.js`,
  curl: `${import.meta.dirname}/curl.mjs`,
  node: ""
}

/** Puts programs into a folder, so that examples find just these. */
export const makeTools = Effect.fnUntraced(function*(folder: string, ...names: ReadonlyArray<keyof typeof scripts>) {
  const fileSystem = yield* FileSystem.FileSystem
  for (const name of names) {
    const script = scripts[name] === "" ? "" : `'${scripts[name]}'`
    yield* fileSystem.writeFileString(`${folder}/${name}`, `#!/bin/sh\nexec '${process.execPath}' ${script} "$@"\n`)
    yield* fileSystem.chmod(`${folder}/${name}`, 0o755)
  }
})
