#!/usr/bin/env node
import { enableCompileCache } from "node:module"
import { version } from "./version.ts"

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)

// The rest takes four times as long to load as Node itself: a script that asks for the version need not wait for it.
if (process.argv.length === 3 && process.argv[2] === "--version") process.stdout.write(`recordop v${version}\n`)
else if (major > 22 || (major === 22 && minor >= 19)) {
  enableCompileCache()
  await import("./run.ts")
} else {
  process.stderr.write(`recordop: needs Node 22.19 or newer; this is ${process.version}\n`)
  process.exitCode = 1
}
