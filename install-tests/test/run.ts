import { execFile } from "node:child_process"
import { delimiter, join } from "node:path"

/** How a command ended, and what it printed. */
export interface Ended {
  readonly code: number
  readonly output: string
}

/** Runs a command in a folder to its end; nothing that pnpm or vitest said to this process is said to it. */
export const run = (cwd: string, command: string, ...args: ReadonlyArray<string>): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(command, args, { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : 1
      resolve({ code, output: `${stdout}${stderr}` })
    })
  })

/** What it printed; throws when it failed. */
export const succeed = async (cwd: string, command: string, ...args: ReadonlyArray<string>): Promise<string> => {
  const { code, output } = await run(cwd, command, ...args)
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}\n${output}`)
  return output
}

const bin = join(import.meta.dirname, "../node_modules/.bin")

const env = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(?:npm_|pnpm_|vitest|node_env|node_options|turbo)/iu.test(name))
  ),
  PATH: [join(bin, "../../../node_modules/.bin"), process.env["PATH"]].join(delimiter),
  NO_COLOR: "1"
}

/** A program of this workspace. */
export const tool = (name: string): string => join(bin, name)
