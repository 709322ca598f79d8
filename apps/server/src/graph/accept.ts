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

/** Whether a range means what is offered: JSON with parameters that can be had. */
const isMeant = ({ parameters, value }: Element): boolean => {
  const type = value.toLowerCase()
  if (type === "*/*" || type === "application/*") return true
  return type === "application/json" &&
    Object.entries(taken).every(([name, values]) =>
      values.includes((parameters.get(name) ?? values[0] ?? "").toLowerCase())
    )
}

/** How much a range says: of those that mean the same, the one counts that says most (RFC 9110, 12.5.1). */
const precision = ({ parameters, value }: Element): number => {
  if (value === "*/*") return 0
  return value.endsWith("/*") ? 1 : 2 + parameters.size - (parameters.has("q") ? 1 : 0)
}

const isWanted = ({ parameters }: Element): boolean => Number(parameters.get("q") ?? 1) > 0

/** Whether JSON can be had by what a client accepts. */
const canBeHad = (ranges: ReadonlyArray<Element>): boolean => {
  const [first] = ranges.filter(isMeant).toSorted((one, other) => precision(other) - precision(one))
  return first !== undefined && isWanted(first)
}

/**
 * Why an answer of Graph, which is JSON, cannot be what the client accepts. OData's parameters are taken where they can be
 * had: minimal metadata, which is also given for none.
 *
 * Source: RFC 9110, 12.5.1; OData JSON Format 4.01, 3.1.
 */
export const acceptRefusal = ({ header, path }: GraphRequest): Refused | undefined => {
  const accept = header("accept")
  if (accept === undefined || accept === "*/*" || accept === "application/json") return undefined
  const ranges = parseList(accept)
  const isCount = /(?:\$|%24)count\/?$/i.test(path)
  return ranges.length === 0 || canBeHad(ranges) || (isCount && ranges.some(isPlain))
    ? undefined
    : notAcceptable(`Accept: ${accept}`)
}

/** `$count` answers with plain text, and clients say so. */
const isPlain = (range: Element): boolean => range.value.toLowerCase() === "text/plain" && isWanted(range)

/** Why `$format` cannot be met; `json` is short for `application/json` (OData 4.01 part 2, 5.1.2). */
export const formatRefusal = (format: string): Refused | undefined => {
  const element = format.toLowerCase() === "json" ? parseElement("application/json") : parseElement(format)
  return canBeHad([element]) ? undefined : notAcceptable(`$format: ${format}`)
}

const notAcceptable = (asked: string): Refused =>
  new Refused({ status: 406, code: "NotAcceptable", message: `${asked}: Expected ${offered}` })
