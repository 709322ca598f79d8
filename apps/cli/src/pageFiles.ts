import { PageFiles } from "@recordop/server/emulator/page"
import { Effect, Layer } from "effect"
import { readFile } from "./readFile.ts"

/** The page is built beside the bundle; from a clone without a build it says how to make one. */
const folders = [`${import.meta.dirname}/page`, `${import.meta.dirname}/../dist/page`]

const notBuilt =
  "<!doctype html><title>recordop</title><p>The page is not built yet: run <code>npx -y pnpm@12 run build</code>."

/** Reads the page when somebody wants to see it. */
export const layerPage = Layer.succeed(PageFiles, {
  read: (name) =>
    Effect.firstSuccessOf(folders.map((folder) => readFile(`${folder}/${name}`))).pipe(
      Effect.map((bytes) => new TextDecoder().decode(bytes)),
      Effect.orElseSucceed(() => name === "index.html" ? notBuilt : undefined)
    )
})
