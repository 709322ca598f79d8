#!/usr/bin/env node
import module from "node:module"
import { endUnwritten } from "./endUnwritten.ts"
import { nodeProblem } from "./nodeProblem.ts"
import { version } from "./version.ts"

// The rest takes four times as long to load as Node itself: a script that asks for the version need not wait for it.
if (process.argv.length === 3 && process.argv[2] === "--version") {
  process.stdout.on("error", endUnwritten).write(`recordop v${version}\n`)
} else if (nodeProblem === undefined) {
  module.enableCompileCache()
  await import("./run.ts")
} else {
  process.stderr.write(`${nodeProblem}\n`)
  process.exitCode = 1
}
