import { assert, describe, it } from "@effect/vitest"
import { allowedMethods, makeRoutes } from "@recordop/server/routes"
import { defaultSettings } from "@recordop/server/ServerSettings"
import { Effect } from "effect"
import { readFileSync } from "node:fs"
import { sending, testApp } from "./testApp.ts"

const page = readFileSync(`${import.meta.dirname}/../../../docs/graph-paths.md`, "utf8")

/** The rows of a table under a heading, each as path and methods. */
const rowsUnder = (heading: string): ReadonlyArray<string> => {
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? ""
  return Array.from(
    section.matchAll(/^\| `([^`]+)` +\| ([A-Z, ]+?) +\|/gm),
    ([, path, methods]) => `${path}: ${methods}`
  )
}

const served = makeRoutes({
  ...defaultSettings,
  version: "0.0.0",
  logRequest: () => undefined,
  stopping: new AbortController().signal
}).filter(({ path }) => path.startsWith("/v1.0/")).map((route) =>
  `${route.path.slice("/v1.0".length).replaceAll(/:(\w+)/g, "{$1}")}: ${allowedMethods(route).replace(", HEAD", "")}`
)

describe("the page of Graph's paths", () => {
  it("has every path that is served, with its methods, and no other", () => {
    assert.deepStrictEqual(rowsUnder("Served").toSorted(), served.toSorted())
  })

  it.effect("is right about what is not served", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const rows = rowsUnder("Not served")
      assert.isAbove(rows.length, 15)
      for (const row of rows) {
        const [path = "", methods = ""] = row.split(": ")
        for (const method of methods.split(", ")) {
          const url = `/v1.0${path.replaceAll(/\{\w+\}/g, "57dab8b1-894c-409a-b240-bd8beae78896")}`
          const { status } = yield* request(url, method === "GET" ? {} : sending(method, {}))
          assert.include([404, 405], status, row)
        }
      }
    }))
})
