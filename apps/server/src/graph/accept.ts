import { type Element, parseElement, parseList } from "./fields.ts"
import type { GraphRequest } from "./GraphRequest.ts"
import { Refused } from "./Refused.ts"

const offered = "application/json;odata.metadata=minimal"

/** Parameters of `application/json` that change what is asked for, and the values that can be had. */
const taken: Readonly<Record<string, ReadonlyArray<string>>> = {
  "odata.metadata": ["minimal", "none"],
  "metadata": ["minimal", "none"],
  "charset": ["utf-8", "utf8"]
}

const canBeHad = ({ parameters, value }: Element): boolean => {
  if (Number(parameters.get("q") ?? 1) === 0) return false
  const type = value.toLowerCase()
  if (type === "*/*" || type === "application/*") return true
  return type === "application/json" &&
    Object.entries(taken).every(([name, values]) =>
      values.includes((parameters.get(name) ?? values[0] ?? "").toLowerCase())
    )
}

/** Whether JSON is refused by name, and so by a more specific range than any other. */
const isRefused = ({ parameters, value }: Element): boolean =>
  value.toLowerCase() === "application/json" && Number(parameters.get("q") ?? 1) === 0

/**
 * Why an answer of Graph, which is JSON, cannot be what the client accepts. OData's parameters are taken where they can be
 * had: minimal metadata, which is also given for none.
 *
 * Source: RFC 9110, 12.5.1; OData JSON Format 4.01, 3.1.
 */
export const acceptRefusal = ({ header }: GraphRequest): Refused | undefined => {
  const accept = header("accept")
  if (accept === undefined || accept === "*/*" || accept === "application/json") return undefined
  const ranges = parseList(accept)
  return ranges.length === 0 || (ranges.some(canBeHad) && !ranges.some(isRefused)) || ranges.some(isPlain)
    ? undefined
    : notAcceptable(`Accept: ${accept}`)
}

/** `$count` answers with plain text, and clients say so. */
const isPlain = ({ value }: Element): boolean => value.toLowerCase() === "text/plain"

/** Why `$format` cannot be met; `json` is short for `application/json` (OData 4.01 part 2, 5.1.2). */
export const formatRefusal = (format: string): Refused | undefined => {
  const element = format.toLowerCase() === "json" ? parseElement("application/json") : parseElement(format)
  return canBeHad(element) ? undefined : notAcceptable(`$format: ${format}`)
}

const notAcceptable = (asked: string): Refused =>
  new Refused({ status: 406, code: "NotAcceptable", message: `${asked}: Expected ${offered}` })
