/** The beginning of a text, with `…` when there was more; at most so many UTF-16 units, and never half of a character. */
export const shorten = (text: string, longest: number): string => {
  if (text.length <= longest) return text
  const cut = text.slice(0, longest)
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`
}
