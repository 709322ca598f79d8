import { defineConfig, type UserConfig } from "tsdown"
import { lazyBuiltins } from "./bundling/lazyBuiltins.ts"
import { licences } from "./bundling/licences.ts"

/** The code that nothing uses is left out; of some packages that is more than their authors say. */
const treeshake = {
  propertyReadSideEffects: false,
  moduleSideEffects: [
    // Their classes are registered by decorators, which count as unused.
    { test: /@peculiar|tsyringe|reflect-metadata/, sideEffects: true },
    { test: /cli\/src\/(?!main|run|vitest|jest|node-test|browser)/, sideEffects: false }
  ]
} satisfies UserConfig["treeshake"]

export default defineConfig([{
  entry: {
    recordop: "src/main.ts",
    index: "src/index.ts",
    vitest: "src/vitest.ts",
    jest: "src/jest.ts",
    "node-test": "src/node-test.ts"
  },
  platform: "node",
  target: "node22.19",
  dts: false,
  clean: false,
  minify: true,
  treeshake,
  plugins: [lazyBuiltins, licences],
  outputOptions: { chunkFileNames: "[name].js" },
  outExtensions: () => ({ js: ".js" }),
  deps: { alwaysBundle: [/^(?!vitest$|@jest\/globals$)/], neverBundle: ["vitest", "@jest/globals"], onlyBundle: false }
}, {
  entry: { page: "../web/src/main.ts", worklet: "../web/src/worklet.ts" },
  outDir: "dist/page",
  platform: "browser",
  target: "es2023",
  dts: false,
  clean: false,
  minify: true,
  copy: [{ from: ["../web/index.html", "../web/page.css"], to: "dist/page" }],
  outExtensions: () => ({ js: ".js" })
}, {
  entry: { browser: "src/browser.ts" },
  platform: "browser",
  target: "es2023",
  dts: false,
  clean: false,
  minify: true,
  treeshake,
  outExtensions: () => ({ js: ".js" }),
  deps: { alwaysBundle: [/./], onlyBundle: false }
}])
