/** A word of a script, or a text in quotes; `endsClause` when a colon follows. */
export interface Token {
  readonly text: string
  readonly isQuoted: boolean
  readonly endsClause: boolean
}

/** A part of a script between semicolons and line breaks that stand outside quotes, and where it begins. */
export interface Part {
  readonly index: number
  readonly text: string
}

/** The parts of a script; what is blank is none. */
export const partsOf = (script: string): ReadonlyArray<Part> =>
  Array.from(script.matchAll(/(?:"[^"]*"|[^;\n"])+|"/g), ({ index, 0: text }) => ({
    index: index + text.length - text.trimStart().length,
    text: text.trim()
  })).filter(({ text }) => text !== "")

/** The words of a part. */
export const tokensOf = (part: string): ReadonlyArray<Token> =>
  Array.from(part.matchAll(/"([^"]*)"(:?)(?!\S)|\S+/g), ([whole, quoted, colon]) =>
    quoted === undefined
      ? { text: whole, isQuoted: false, endsClause: whole.endsWith(":") }
      : { text: quoted, isQuoted: true, endsClause: colon === ":" })

/** Whether a token is a word of the language, in any letter case: what stands in quotes is none. */
export const isWord = (token: Token | undefined, word: string): boolean =>
  token !== undefined && !token.isQuoted && token.text.toLowerCase() === word

/** Words beside each other, without quotes around any of them. */
export const wordsOf = (tokens: ReadonlyArray<Token>): string | undefined =>
  tokens.some(({ isQuoted }) => isQuoted) ? undefined : tokens.map(({ text }) => text).join(" ")
