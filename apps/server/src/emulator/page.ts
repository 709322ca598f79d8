import { Context, Effect } from "effect"
import type { Answer } from "../graph/Answer.ts"
import type { Received } from "../graph/GraphRequest.ts"

/** The files of the page by path, and their types. */
const types: Readonly<Partial<Record<string, readonly [file: string, type: string]>>> = {
  "/": ["index.html", "text/html; charset=utf-8"],
  "/page.js": ["page.js", "text/javascript; charset=utf-8"],
  "/worklet.js": ["worklet.js", "text/javascript; charset=utf-8"],
  "/page.css": ["page.css", "text/css; charset=utf-8"]
}

/** Where the files of the page are read from; there is no page unless one is given. */
export const PageFiles = Context.Reference<{
  /** `undefined` when the page has not been built. */
  readonly read: (name: string) => Effect.Effect<string | undefined>
}>("@recordop/server/PageFiles", { defaultValue: () => ({ read: () => Effect.undefined }) })

/** Whether a request is for the page. */
export const isOfPage = ({ method, path }: Pick<Received, "method" | "path">): boolean =>
  (method === "GET" || method === "HEAD") && types[path] !== undefined

/** The page may load its own files and ask its own server, and no other page may show it. */
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self' blob:; " +
  "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** A file of the page; `undefined` when there is none. */
export const pageFile = Effect.fnUntraced(function*({ method, path }: Received) {
  const [file, type] = types[path] ?? []
  if (file === undefined || type === undefined) return undefined
  const text = yield* (yield* PageFiles).read(file)
  if (text === undefined) return undefined
  const answer: Answer = {
    status: 200,
    headers: {
      "Content-Type": type,
      "Content-Security-Policy": policy,
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "no-referrer",
      "Cache-Control": "no-cache"
    },
    body: method === "HEAD" ? null : text
  }
  return answer
})
