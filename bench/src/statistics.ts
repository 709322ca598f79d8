export const median = (values: ReadonlyArray<number>): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN

/** A line of a table: a name, and numbers to the right of it. */
export const line = (name: string, ...cells: ReadonlyArray<string>): string =>
  name.padEnd(44) + cells.map((cell) => cell.padStart(14)).join("")
