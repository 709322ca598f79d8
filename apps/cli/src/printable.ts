/** Text that moves no cursor and changes no colour: control characters are escaped, line ends are spaces. */
export const printable = (text: string): string =>
  text.replaceAll(/\s*\n\s*/g, " ").replaceAll(
    /\p{Cc}/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`
  )
