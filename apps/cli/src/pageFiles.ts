import { PageFiles } from "@recordop/server/emulator/page"
import { Effect, FileSystem, Layer } from "effect"

/** The page is built beside the bundle; from a clone without a build it says how to make one. */
const folders = [`${import.meta.dirname}/page`, `${import.meta.dirname}/../dist/page`]

const notBuilt =
  "<!doctype html><title>recordop</title><p>The page is not built yet: run <code>npx -y pnpm@12 run build</code>."

/** Reads the page when somebody wants to see it. */
export const layerPage: Layer.Layer<never, never, FileSystem.FileSystem> = Layer.effect(
  PageFiles,
  Effect.map(FileSystem.FileSystem, (files) => ({
    read: (name) =>
      Effect.firstSuccessOf(folders.map((folder) => files.readFileString(`${folder}/${name}`))).pipe(
        Effect.orElseSucceed(() => name === "index.html" ? notBuilt : undefined)
      )
  }))
)
