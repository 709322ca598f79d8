import { globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { defineConfig } from "vitepress"

const docs = join(import.meta.dirname, "..")
const repository = "https://github.com/recordop/recordop"

const titleOf = (file: string): string => /^# (?<title>.*)$/mu.exec(readFileSync(join(docs, file), "utf8"))?.[1] ?? file

const pagesIn = (pattern: string) =>
  globSync(pattern, { cwd: docs }).toSorted().map((file) => ({
    text: titleOf(file).replaceAll("`", ""),
    link: `/${file.replace(/(?:README)?\.md$/u, "")}`
  }))

/** What a page links to outside this folder is shown in the repository. */
const outside = /^(?:\.\.\/)+(?=(?:examples|packages|apps|bench|README\.md|CONTRIBUTING\.md))/u

export default defineConfig({
  title: "recordop",
  description: "The world that a Microsoft Teams calling bot sees, on your own machine",
  rewrites: { ":folder/README.md": ":folder/index.md" },
  markdown: {
    config: (md) => {
      const normalizeLink = md.normalizeLink.bind(md)
      md.normalizeLink = (url) => normalizeLink(url.replace(outside, `${repository}/tree/main/`))
    }
  },
  themeConfig: {
    search: { provider: "local" },
    socialLinks: [{ icon: "github", link: repository }],
    sidebar: [
      { text: "Guides", items: pagesIn("guides/*.md") },
      { text: "Reference", items: pagesIn("{reference/*,emulator-api,graph-paths}.md") },
      { text: "Recipes", items: pagesIn("recipes/*.md") },
      { text: "Decisions", collapsed: true, items: pagesIn("decisions/[0-9]*.md") }
    ]
  }
})
