import { Config, Console, Effect, FileSystem, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { caFile } from "../caFiles.ts"
import { server } from "../connection.ts"
import { checkClock, checkServer, checkWebhook, type Finding } from "../doctor.ts"
import { Failure, refused } from "../Failure.ts"

const webhook = Flag.String("webhook").pipe(
  Flag.withMetavar("URL"),
  Flag.withDescription("Where the bot listens for what it is told"),
  Flag.optional
)

const marks = { fine: "ok  ", note: "note", wrong: "FAIL" } as const

const read = (name: string) => Effect.orDie(Config.option(Config.String(name)))

/** What stands in the environment and may lead requests elsewhere. */
const checkProxy = Effect.map(
  read("HTTPS_PROXY"),
  Option.match({
    onNone: (): Finding => ({
      state: "fine",
      text: "HTTPS_PROXY is not set; recordop run sets it for the program that it runs"
    }),
    onSome: (proxy): Finding => ({
      state: "note",
      text: `HTTPS_PROXY is ${proxy}; recordop run takes its place for the program that it runs`
    })
  })
)

const checkAuthority = Effect.gen(function*() {
  const files = yield* FileSystem.FileSystem
  const file = yield* caFile([])
  const isThere = yield* Effect.orElseSucceed(files.exists(file), () => false)
  return authorityFinding(file, isThere)
})

const authorityFinding = (file: string, isThere: boolean): Finding =>
  isThere
    ? { state: "fine", text: `the certificate authority is ${file}; recordop ca says how to trust it` }
    : { state: "note", text: "there is no certificate authority yet; recordop run and serve --tls make one" }

const node: Finding = { state: "fine", text: `Node is ${process.version}` }

/** `recordop doctor`. */
export const doctor = Command.make(
  "doctor",
  { webhook, ...server },
  Effect.fn(function*({ url, webhook }) {
    const asked = yield* checkServer(url)
    const findings: ReadonlyArray<Finding> = [
      node,
      asked.finding,
      ...(asked.isRecordop ? [yield* checkClock(url)] : []),
      ...(Option.isSome(webhook) ? [yield* checkWebhook(webhook.value)] : []),
      yield* checkAuthority,
      yield* checkProxy
    ]
    for (const { state, text } of findings) yield* Console.log(`${marks[state]}  ${text}`)
    if (findings.some(({ state }) => state === "wrong")) return yield* new Failure({ exitCode: refused })
    return undefined
  })
).pipe(
  Command.withDescription("Say what is wrong with a set-up; exit code 1 when anything is"),
  Command.withExamples([
    { command: "recordop doctor --webhook http://localhost:3978/api/calls", description: "Can the bot be reached?" }
  ])
)
