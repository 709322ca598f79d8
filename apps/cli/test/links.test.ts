import { assert, describe, it } from "@effect/vitest"
import { existsSync, globSync, readFileSync, statSync } from "node:fs"
import { dirname, join } from "node:path"

const root = join(import.meta.dirname, "../../..")

const files = globSync(["*.md", "llms.txt", "{docs,examples,bench,packages,apps}/**/*.md"], { cwd: root })
  .filter((file) => !file.includes("node_modules"))

const withoutCode = (markdown: string): string => markdown.replaceAll(/^```.*?^```/gmsu, "").replaceAll(/`[^`]*`/gu, "")

/** How GitHub names a heading in links. */
const anchorOf = (heading: string): string =>
  heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, "").trim().replaceAll(/\s/gu, "-")

const anchorsIn = (file: string): ReadonlyArray<string> =>
  Array.from(
    readFileSync(file, "utf8").matchAll(/^#+ (?<heading>.*)$/gmu),
    ({ groups }) => anchorOf(groups?.["heading"] ?? "")
  )

/** Why a link leads nowhere. */
const problemOf = (file: string, link: string): string | undefined => {
  if (/^[a-z]+:/iu.test(link)) return undefined
  const [path = "", anchor] = link.split("#")
  const target = path === "" ? join(root, file) : join(root, dirname(file), path)
  if (!existsSync(target)) return `${file}: ${link} is not there`
  const hasAnchor = anchor === undefined || (statSync(target).isFile() && anchorsIn(target).includes(anchor))
  return hasAnchor ? undefined : `${file}: ${link} has no such heading`
}

describe("links", () => {
  it("lead somewhere", () => {
    const problems = files.flatMap((file) => {
      const links = withoutCode(readFileSync(join(root, file), "utf8")).matchAll(/\]\((?<link>[^)\s]+)\)/gu)
      return Array.from(links, ({ groups }) => problemOf(file, groups?.["link"] ?? "")).filter((one) =>
        one !== undefined
      )
    })
    assert.isAbove(files.length, 30)
    assert.deepStrictEqual(problems, [])
  })

  it("lead from llms.txt to every guide and reference", () => {
    const text = readFileSync(join(root, "llms.txt"), "utf8")
    const missing = globSync("docs/{guides,reference}/*.md", { cwd: root }).filter((file) =>
      !text.includes(`(${file})`)
    )
    assert.deepStrictEqual(missing, [])
  })
})
