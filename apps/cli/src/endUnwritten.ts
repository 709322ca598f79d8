// oxlint-disable-next-line effecttsgo/node-builtin-import -- the process ends before anything else could be written
import { writeSync } from "node:fs"

/** Ends the process when what it prints cannot be written. A reader that has seen enough, such as `head`, is no error. */
export const endUnwritten = (error: NodeJS.ErrnoException): void => {
  if (error.code === "EPIPE") process.exit(0)
  writeSync(2, `recordop: cannot write: ${error.message}\n`)
  process.exit(1)
}
