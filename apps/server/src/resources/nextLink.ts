import type { GraphRequest } from "../graph/GraphRequest.ts"

/** The request again, from the next page on. */
export const nextLink = ({ query }: GraphRequest, url: string, cursor: string): string => {
  const kept = query.split("&").filter((option) => option !== "" && !isPosition(option))
  return `${url}?${[...kept, `$skiptoken=${encodeURIComponent(cursor)}`].join("&")}`
}

const isPosition = (option: string): boolean => {
  const [name = ""] = new URLSearchParams(option).keys()
  return /^\$?skip(?:token)?$/i.test(name)
}
