#!/usr/bin/env node
import { version } from "./version.ts"

// The rest takes five times as long to load as Node itself: a script that asks for the version need not wait for it.
if (process.argv.length === 3 && process.argv[2] === "--version") process.stdout.write(`recordop v${version}\n`)
else await import("./run.ts")
