/** Leaves out that SQLite is experimental in Node 22: whoever runs a command can do nothing about it. */
export const quietSqlite = (): void => {
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = (...given: ReadonlyArray<unknown>) => {
    if (!String(given[0]).startsWith("SQLite is an experimental feature")) Reflect.apply(emitWarning, undefined, given)
  }
}
