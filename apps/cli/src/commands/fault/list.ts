import { Faults } from "@recordop/emulator/ports/Faults"
import { printable } from "@recordop/emulator/printable"
import { Fault } from "@recordop/emulator/protocol/faults"
import { Effect, Schema } from "effect"
import { Command } from "effect/cli"
import { onServer, server } from "../../connection.ts"
import { output, printDocuments } from "../../output.ts"

const encode = Schema.encodeEffect(Schema.Array(Fault))

const toRow = (fault: typeof Fault.Encoded): ReadonlyArray<string> => [
  fault.id,
  fault.on ?? "request",
  printable([fault.method, fault.path ?? fault.callId ?? "all"].filter((part) => part !== undefined).join(" ")),
  effectOf(fault),
  `${fault.applied} of ${fault.matched}`
]

const effectOf = ({ answer, cut, delay, drop, duplicate, reorder }: typeof Fault.Encoded): string => {
  const named = { drop, cut, duplicate, reorder }
  const names = Object.entries(named).flatMap(([name, value]) => value === undefined ? [] : [name])
  return [
    ...(answer === undefined ? [] : [String(answer.status)]),
    ...(delay === undefined ? [] : [`delay ${delay}`]),
    ...names
  ].join(", ")
}

/** `recordop fault list`. */
export const list = Command.make(
  "list",
  { ...server, ...output },
  Effect.fn(function*({ output }) {
    const faults = yield* Faults
    const documents = yield* Effect.orDie(encode(yield* faults.list))
    return yield* printDocuments(documents, ["ID", "ON", "FOR", "EFFECT", "HAPPENED"], toRow, output)
  }, onServer)
).pipe(Command.withDescription("Print what goes wrong on demand, and how often it did"))
