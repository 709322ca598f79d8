import { execFileSync } from "node:child_process"

const works = (program: string, ...args: ReadonlyArray<string>): boolean => {
  try {
    execFileSync(program, args, { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}

/** A Python of this machine that has a module: the first in the path, or the one of the system, which has what Debian packages. */
export const pythonWith = (module: string): string | undefined =>
  ["python3", "/usr/bin/python3"].find((python) => works(python, "-c", `import ${module}`))

/** Whether this machine has a program. */
export const hasProgram = (name: string): boolean => works(name, "--version")
