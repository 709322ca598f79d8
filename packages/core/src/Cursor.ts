/**
 * Reads the cursor of a store of ours: the number that the last operation of the page before got when it was created.
 * 0 without a cursor, `undefined` for text that no store of ours has made.
 */
export const parseCursor = (cursor: string | undefined): number | undefined => {
  if (cursor === undefined) return 0
  return /^\d{1,15}$/.test(cursor) ? Number(cursor) : undefined
}
