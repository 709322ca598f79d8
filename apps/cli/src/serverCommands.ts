/** The commands that start a server, or need what is needed for that. */
export { ca } from "./commands/ca.ts"
export { env } from "./commands/env.ts"
export { exec } from "./commands/exec.ts"
export { run } from "./commands/run.ts"
export { serve } from "./commands/serve.ts"
