/** A block of code in a Markdown file, and the block of output that follows it. */
export interface Example {
  readonly language: "sh" | "ts"
  readonly code: string
  /** Undefined when no output is shown. */
  readonly output: string | undefined
}

const block = /^```(sh|ts)\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?/gms

/** The examples of a Markdown file: its `sh` and `ts` blocks, each with the `text` block behind it. */
export const examplesIn = (markdown: string): ReadonlyArray<Example> =>
  Array.from(markdown.matchAll(block), ([, language, code = "", output]) => ({
    language: language === "ts" ? "ts" : "sh",
    code,
    output
  }))

/** The same file with other outputs. */
export const withOutputs = (markdown: string, outputs: ReadonlyArray<string>): string => {
  const rest = [...outputs]
  return markdown.replaceAll(block, (whole: string, ...[, , output]: ReadonlyArray<string | undefined>) => {
    const actual = rest.shift()
    return output === undefined || actual === undefined
      ? whole
      : whole.replace(/\n```text\n.*$/s, () => `\n\`\`\`text\n${actual}\`\`\`\n`)
  })
}

const known = /^(?:57dab8b1|72b0e085)-/
const token = /\b[0-9a-f]{64}\b/g
const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

/** Text without what differs from run to run: ids that are made up, and times. */
export const masked = (text: string): string =>
  text
    .replaceAll(guid, (id) => known.test(id) ? id : "<id>")
    .replaceAll(token, "<token>")
    .replaceAll(/\d+ bytes, [\d.]+ s\b/g, "<length>")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?/g, "<time>")
    .replaceAll(/^Date: .*$/gm, "Date: <time>")
    .replaceAll(/^Content-Length: .*$/gm, "Content-Length: <length>")
