/** Controls (C0, C1 and DEL), line separators, and what turns the direction of text. */
// oxlint-disable-next-line eslint/no-control-regex -- they are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`

/** Text that moves no cursor, changes no colour and turns no direction: what could is escaped, line ends are spaces. */
export const printable = (text: string): string =>
  text.replaceAll(unprintable, (character) => character === "\n" ? " " : escaped(character))

/** The same for JSON text, which stays the same JSON: its line ends stand between values, and the rest in strings. */
export const printableJson = (json: string): string =>
  json.replaceAll(unprintable, (character) => character === "\n" ? "\n" : escaped(character))
