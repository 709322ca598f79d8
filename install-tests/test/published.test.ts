import { assert, describe, inject, it } from "vitest"
import { run, succeed, tool } from "./run.ts"

const tarballs = Object.entries(inject("tarballs"))

describe("what is published", () => {
  it("is six packages", () => {
    assert.sameMembers(tarballs.map(([name]) => name), [
      "@recordop/core",
      "@recordop/emulator",
      "@recordop/storage",
      "@recordop/client",
      "@recordop/server",
      "recordop"
    ])
  })

  it.each(tarballs)(
    "%s has a licence, a changelog and a README, and its sources unless it is a bundle",
    async (name, tarball) => {
      const files = (await succeed(".", "tar", "tzf", tarball)).trim().split("\n")
      assert.includeMembers(files, ["package/LICENSE", "package/CHANGELOG.md", "package/README.md"])
      assert.deepStrictEqual(files.filter((file) => /\/tests?\/|\.test\.|tsbuildinfo/iu.test(file)), [])
      if (name !== "recordop") assert.isTrue(files.some((file) => file.startsWith("package/src/")))
    }
  )

  it.each(tarballs)("%s says nothing that only pnpm understands", async (_, tarball) => {
    const packageJson = await succeed(".", "tar", "xzOf", tarball, "package/package.json")
    assert.notMatch(packageJson, /catalog:|workspace:|\.\/src\//u)
    assert.strictEqual(JSON.parse(packageJson).publishConfig.access, "public")
  })

  it.each(tarballs)("%s is good in the eyes of publint", async (_, tarball) => {
    const { code, output } = await run(".", tool("publint"), "run", tarball, "--strict")
    assert.strictEqual(code, 0, output)
    assert.include(output, "All good!")
  })

  const entered = tarballs.filter(([name]) => !["@recordop/emulator", "@recordop/server"].includes(name))

  it.each(entered)("the types of %s are right", async (_, tarball) => {
    const { code, output } = await run(".", tool("attw"), tarball, "--profile", "esm-only")
    assert.strictEqual(code, 0, output)
  })
})
