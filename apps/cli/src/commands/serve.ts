import { defaultRetention } from "@recordop/emulator/engine/pruning"
import { demoSeed, Seed } from "@recordop/emulator/protocol/Seed"
import { callbackRefusal, isAllowedCallback } from "@recordop/server/webhooks/callbackHosts"
import { Console, Effect, Option, Stdio } from "effect"
import { Command } from "effect/cli"
import { banner } from "../banner.ts"
import { clockFlags, readClock } from "../clockFlags.ts"
import { readCertificates, readDocument } from "../documents.ts"
import { fail, reportFailure, wrongUsage } from "../Failure.ts"
import { readHosts } from "../hostList.ts"
import { serverFlags } from "../serverFlags.ts"
import { simulationFlags } from "../simulationFlags.ts"

/** `recordop serve`. */
export const serve = Command.make(
  "serve",
  { ...serverFlags, ...clockFlags, ...simulationFlags },
  Effect.fn(
    function*(input) {
      const seed = Option.isNone(input.seed) ? demoSeed : yield* readDocument(input.seed.value, Seed)
      const clock = yield* readClock(input)
      const allowedHosts = yield* readHosts(input.allowedHosts, "RECORDOP_ALLOWED_HOST")
      const callbackHosts = yield* readHosts(input.callbackHosts, "RECORDOP_CALLBACK_ALLOW")
      const callbackCertificates = Option.isNone(input.callbackCa)
        ? undefined
        : yield* readCertificates(input.callbackCa.value)
      const webhook = Option.getOrUndefined(input.webhook)
      if (webhook !== undefined && !isAllowedCallback(webhook, callbackHosts)) {
        return yield* fail(`--webhook: ${callbackRefusal(webhook)}`, wrongUsage)
      }
      const { stdoutIsTerminal } = yield* Stdio.Stdio
      const isTerminal = yield* stdoutIsTerminal
      const { startServer } = yield* Effect.promise(() => import("../server.ts"))
      const url = yield* startServer(
        {
          ...defaultRetention,
          ...input,
          clock,
          allowedHosts,
          callbackHosts,
          callbackCertificates,
          webhook,
          responses: seed.responses ?? [],
          apps: seed.apps ?? []
        },
        seed,
        isTerminal ? "text" : "json"
      )
      yield* (isTerminal ? Console.log : Console.error)(banner(url, input.store, seed))
      return yield* Effect.never
    },
    Effect.scoped,
    reportFailure
  )
).pipe(
  Command.withDescription("Run the mock server until Ctrl+C"),
  Command.withExamples([
    { command: "recordop serve", description: "On http://127.0.0.1:4080, in memory, with a demo call" },
    { command: "recordop serve --port 5000 --store sqlite:./ops.db", description: "Keep operations in a file" },
    { command: "recordop serve --clock frozen --caller-script 'speak 3s; tone #'", description: "For tests" },
    { command: "recordop serve --host 0.0.0.0 --allowed-host emulator", description: "For other containers" }
  ])
)
