import { Schema } from "effect"

/** Counts the changes of an operation from 1; every change raises it by one. */
export const Version = Schema.Int.check(Schema.isGreaterThanOrEqualTo(1)).annotate({
  identifier: "Version",
  description: "Counts the changes of an operation from 1."
})
export type Version = typeof Version.Type

/**
 * The condition under which a change is made, from `If-Match` and `If-None-Match`. A list names versions, `*` any.
 *
 * Source: RFC 9110, 13.1.1 and 13.1.2; OData 4.01 part 1, 11.4.1.1.
 */
export interface Precondition {
  readonly ifMatch?: ReadonlyArray<Version> | "*"
  readonly ifNoneMatch?: ReadonlyArray<Version> | "*"
}

/** Whether an operation that exists in this version may be changed. */
export const isMet = (precondition: Precondition | undefined, version: Version): boolean =>
  precondition === undefined ||
  (names(precondition.ifMatch ?? "*", version) && !names(precondition.ifNoneMatch ?? [], version))

const names = (versions: ReadonlyArray<Version> | "*", version: Version): boolean =>
  versions === "*" || versions.includes(version)

/** The weak entity tag of a version, as in `W/"7"`. */
export const formatETag = (version: Version): string => `W/"${version}"`

/** A list of entity tags, as a header has it. Versions are what matters, so weak and strong tags compare alike. */
export const formatETags = (versions: ReadonlyArray<Version> | "*"): string =>
  versions === "*" ? versions : versions.map(formatETag).join(", ")

/** One entity tag; commas can stand in it, and in front of it empty elements that do not count. */
const listed = /[\s,]*(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)/y
const ourVersion = /^\d{1,15}$/

/**
 * Reads a list of entity tags and gives the versions that they stand for; a tag that is none of ours stands for none.
 * `undefined` when the text is no list of entity tags.
 *
 * Source: RFC 9110, 8.8.3 and 5.6.1.
 */
export const parseETags = (text: string): ReadonlyArray<Version> | "*" | undefined => {
  if (text.trim() === "*") return "*"
  const versions: Array<Version> = []
  listed.lastIndex = 0
  let end = 0
  for (let tag = listed.exec(text); tag !== null; tag = listed.exec(text)) {
    end = listed.lastIndex
    const [, opaque = ""] = tag
    if (ourVersion.test(opaque)) versions.push(Number(opaque))
  }
  return end > 0 && /^[\s,]*$/.test(text.slice(end)) ? versions : undefined
}
