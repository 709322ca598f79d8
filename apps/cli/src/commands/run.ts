import { CallerScript } from "@recordop/emulator/model/caller/CallerScript"
import { Events } from "@recordop/emulator/ports/Events"
import { clouds } from "@recordop/server/identity/clouds"
import { Console, Effect, Fiber, FileSystem, Option, Stream } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { caFile, readAuthority } from "../caFiles.ts"
import { callAndFollow } from "../callAndFollow.ts"
import { childEnv, type Place, placeOf } from "../childEnv.ts"
import { onServer, serverUrl } from "../connection.ts"
import { endWith, fail, reportFailure, wrongUsage } from "../Failure.ts"
import { readTlsHosts } from "../hostList.ts"
import { isListening, noHttps, waitUntilListening } from "../listening.ts"
import { NotEmpty } from "../NotEmpty.ts"
import { describeEvent } from "../printEvent.ts"
import { programFlags, readSettings } from "../readSettings.ts"
import { runChild } from "../runChild.ts"
import { certificateFiles, servedTlsPort } from "../tlsFlags.ts"

const flags = {
  command: Argument.String("command").pipe(
    Argument.withDescription("The program of the bot and its arguments, behind --"),
    Argument.atLeast(1)
  ),
  callFrom: Flag.String("call-from").pipe(
    Flag.withDescription(
      "Who calls the bot once its --webhook listens: a telephone, as in +15551234, or the id of a user"
    ),
    Flag.withSchema(NotEmpty),
    Flag.optional
  ),
  script: Flag.String("script").pipe(
    Flag.withMetavar("SCRIPT"),
    Flag.withDescription(
      "What somebody who calls does; the program ends with the call, and the exit code says whether it did what is expected"
    ),
    Flag.withSchema(CallerScript),
    Flag.optional
  ),
  keep: Flag.Boolean("keep").pipe(
    Flag.withDescription("Leave the program running when the call has ended"),
    Flag.withDefault(false)
  ),
  quiet: Flag.Boolean("quiet").pipe(
    Flag.withDescription("Do not print what is asked and told"),
    Flag.withDefault(false)
  ),
  url: serverUrl.pipe(
    Flag.withDescription("A server that runs already, started with --tls, in place of one of its own"),
    Flag.optional
  ),
  ...programFlags
}

type RunInput = Command.Command.Config.Infer<typeof flags>

/** Whether somebody calls the bot. */
const isCalled = ({ callFrom, script }: Pick<RunInput, "callFrom" | "script">): boolean =>
  Option.isSome(callFrom) || Option.isSome(script)

/** Prints what happens, on standard error: standard output is the program's. */
const printEvents = Effect.gen(function*() {
  const feed = yield* Events
  const { events } = yield* feed.subscribe()
  yield* Stream.runForEach(events, ({ event }) => Console.error(describeEvent(event)))
}).pipe(Effect.scoped, Effect.ignore)

/** Runs the program in a place, calls it when that is wanted, and gives its exit code. */
const runIn = Effect.fnUntraced(
  function*(place: Place, { callFrom, cloud, command, keep, offline, quiet, script, webhook }: RunInput) {
    const files = yield* FileSystem.FileSystem
    const folder = yield* files.makeTempDirectoryScoped({ prefix: "recordop-" })
    const env = yield* childEnv(place, clouds[cloud], folder, offline)
    const child = runChild(command, env)
    if (Option.isNone(webhook) || !isCalled({ callFrom, script })) {
      if (!quiet) yield* Effect.forkScoped(printEvents)
      return yield* child
    }
    // What happens in the call is printed by whoever follows it.
    const ready = waitUntilListening(webhook.value)
    const called = callAndFollow(webhook.value, callFrom, script)
    if (keep) {
      yield* Effect.forkScoped(Effect.ignore(Effect.andThen(ready, called)))
      return yield* child
    }
    const program = yield* Effect.forkScoped(child)
    const ended = (what: string) =>
      Effect.flatMap(Fiber.join(program), (exitCode) => fail(`the program ended with ${exitCode}${what}`))
    yield* Effect.raceFirst(ready, ended(`, and nobody was called: nobody listened at ${webhook.value}`))
    yield* Effect.raceFirst(called, ended(" before the call did"))
    return 0
  }
)

/** Runs it with a server of its own, which lives as long. */
const runAlone = Effect.fnUntraced(function*(input: RunInput) {
  const read = yield* readSettings({ ...input, tls: true })
  const { startForProgram } = yield* Effect.promise(() => import("../server.ts"))
  const print = input.quiet ? () => Effect.void : Console.error
  const { context, secureUrl = "", url } = yield* startForProgram(read, print)
  const { tlsCert } = yield* certificateFiles(input)
  const ca = Option.isSome(tlsCert) ? tlsCert.value : yield* caFile(read.settings.tlsHosts)
  const place = { url, secureUrl, caFile: ca }
  return yield* Effect.provide(runIn(place, input), context)
})

/** Runs it with a server that is there. */
const runWith = Effect.fnUntraced(function*(url: string, input: RunInput) {
  const hosts = yield* readTlsHosts(input.tlsHosts)
  yield* readAuthority(hosts)
  const place = placeOf(url, input.tlsPort === 0 ? yield* servedTlsPort : input.tlsPort, yield* caFile(hosts))
  if (!(yield* isListening(new URL(place.secureUrl)))) {
    return yield* fail(noHttps(place.secureUrl))
  }
  return yield* onServer(runIn(place, input), { url })
})

/** `recordop run`. */
export const run = Command.make(
  "run",
  flags,
  Effect.fn(
    function*(input) {
      if (isCalled(input) && Option.isNone(input.webhook)) {
        return yield* fail("--call-from and --script need --webhook", wrongUsage)
      }
      if (Option.isSome(input.url) && input.port !== 0) {
        return yield* fail("--port is for a server of its own: give it without --url", wrongUsage)
      }
      const exitCode = yield* Option.match(input.url, {
        onNone: () => runAlone(input),
        onSome: (url) => runWith(url, input)
      })
      return yield* endWith(exitCode)
    },
    Effect.scoped,
    reportFailure
  )
).pipe(
  Command.withDescription("Run a bot as it is: it sees an emulator in the place of Microsoft"),
  Command.withExamples([
    { command: "recordop run -- npm start", description: "With a server of its own that lives as long" },
    {
      command:
        "recordop run --webhook http://localhost:3978/api/calls --script 'expect hang up within 9s' -- python bot.py",
      description: "That gets a call, and ends with 0 or 1"
    },
    { command: "recordop run --url http://127.0.0.1:4080 -- npm start", description: "With a server that runs already" }
  ])
)
