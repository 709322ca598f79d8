/**
 * The part of a context URL that says what is selected, in the spelling of the schema; a name that it does not have stays as it is
 * written.
 *
 * Source: OData 4.01 part 1, 10.7 and 10.8.
 */
export const makeProjection = (names: ReadonlyArray<string>) => {
  const spellings = new Map(names.map((name) => [name.toLowerCase(), name]))
  return (select: ReadonlyArray<string> | undefined): string =>
    select === undefined ? "" : `(${select.map((name) => spellings.get(name.toLowerCase()) ?? name).join(",")})`
}
