/** A word in single quotes, in which a shell expands nothing. */
export const singleQuoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`
