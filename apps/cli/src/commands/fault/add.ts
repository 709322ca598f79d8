import { decodeOptions, formatProblems, problemsOf } from "@recordop/core"
import { Faults } from "@recordop/emulator/ports/Faults"
import { Fault, FaultRequest } from "@recordop/emulator/protocol/faults"
import { Effect, Option, Result, Schema } from "effect"
import { Command, Flag } from "effect/cli"
import { onServer, server } from "../../connection.ts"
import { fail, wrongUsage } from "../../Failure.ts"
import { filterFlags } from "../../filterFlags.ts"
import { output, printDocument } from "../../output.ts"

const isTrue = (name: string, description: string) =>
  Flag.Boolean(name).pipe(Flag.withDescription(description), Flag.withDefault(false))

const flags = {
  on: Flag.Literals("on", ["request", "notification"]).pipe(
    Flag.withDescription("What it happens to: requests of bots, unless given, or notifications to them"),
    Flag.withDefault("request")
  ),
  nth: Flag.Int("nth").pipe(
    Flag.withDescription("Which of those that match: the first is 1; can be repeated"),
    Flag.between(0, 1_000)
  ),
  times: Flag.Int("times").pipe(Flag.withDescription("How often at the most"), Flag.optional),
  probability: Flag.Finite("probability").pipe(
    Flag.withDescription("How likely it is for each, from 0 to 1"),
    Flag.optional
  ),
  seed: Flag.Int("random-seed").pipe(
    Flag.withDescription("What the random numbers are made of, the same each time"),
    Flag.optional
  ),
  status: Flag.Int("status").pipe(Flag.withDescription("Answer an error of Graph with this status"), Flag.optional),
  code: Flag.String("code").pipe(Flag.withDescription("Its code, such as TooManyRequests or 8501"), Flag.optional),
  message: Flag.String("message").pipe(Flag.withDescription("Its message"), Flag.optional),
  retryAfter: Flag.Int("retry-after").pipe(
    Flag.withDescription("After how many seconds to try again"),
    Flag.optional
  ),
  delay: Flag.String("delay").pipe(
    Flag.withMetavar("DURATION"),
    Flag.withDescription("Wait first, as in 2s"),
    Flag.optional
  ),
  drop: isTrue("drop", "End the connection without an answer; lose the notification"),
  cut: isTrue("cut", "Let the answer break off"),
  duplicate: isTrue("duplicate", "Send the notification twice"),
  reorder: isTrue("reorder", "Send the notification after the next one of its call")
}

const decode = Schema.decodeUnknownResult(FaultRequest, { ...decodeOptions, onExcessProperty: "error" })
const encode = Schema.encodeEffect(Fault)

/** `recordop fault add`. */
export const add = Command.make(
  "add",
  { ...flags, ...filterFlags, ...server, ...output },
  Effect.fn(function*(given) {
    const { code, cut, drop, duplicate, message, nth, output, reorder, retryAfter, status, url: _, ...rest } = given
    const answer = present({ status, code, message, retryAfter })
    const wanted = decode({
      ...present(rest),
      ...(nth.length === 0 ? {} : { nth }),
      ...(Object.keys(answer).length === 0 ? {} : { answer }),
      ...Object.fromEntries(Object.entries({ cut, drop, duplicate, reorder }).filter(([, isSet]) => isSet))
    })
    if (Result.isFailure(wanted)) return yield* fail(formatProblems(problemsOf(wanted.failure.issue)), wrongUsage)
    const faults = yield* Faults
    return yield* printDocument(yield* Effect.orDie(encode(yield* faults.add(wanted.success))), output)
  }, onServer)
).pipe(
  Command.withDescription("Let something go wrong: an answer, a connection or a notification"),
  Command.withExamples([
    {
      command:
        "recordop fault add --path '/communications/calls/*/recordResponse' --status 429 --retry-after 2 --times 1",
      description: "Let the first recording be refused"
    },
    { command: "recordop fault add --on notification --duplicate", description: "Tell bots everything twice" }
  ])
)

/** What was given. */
const present = (options: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) => {
      if (!Option.isOption(value)) return [[name, value]]
      return Option.isSome(value) ? [[name, value.value]] : []
    })
  )
