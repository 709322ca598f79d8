import { type Participant, Participants } from "@recordop/core/calls"
import { Callers } from "@recordop/emulator/ports/Callers"
import { printable } from "@recordop/emulator/printable"
import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { callId, onServer, server } from "../connection.ts"
import { NotEmpty } from "../NotEmpty.ts"
import { output, printDocument, printDocuments } from "../output.ts"
import { partyOf } from "../party.ts"

const participantId = Argument.String("participant-id").pipe(
  Argument.withDescription("The id of the participant"),
  Argument.withSchema(NotEmpty)
)

const toRow = ({ id, info, isMuted }: Participant): ReadonlyArray<string> => {
  const { application, applicationInstance, guest, phone, user } = info?.identity ?? {}
  const identity = user ?? phone ?? guest ?? application ?? applicationInstance
  return [id ?? "", identity?.displayName ?? identity?.id ?? "", isMuted === true ? "muted" : ""].map(printable)
}

const list = Command.make(
  "list",
  { callId, ...server, ...output },
  Effect.fn(function*({ callId, output }) {
    const participants = yield* Participants
    yield* printDocuments(yield* participants.list(callId), ["ID", "NAME", ""], toRow, output)
  }, onServer)
).pipe(Command.withDescription("Print who is in a call"))

const add = Command.make(
  "add",
  {
    callId,
    who: Argument.String("who").pipe(
      Argument.withDescription("Who comes in: a telephone, as in +15551234, or the id of a user"),
      Argument.withSchema(NotEmpty)
    ),
    name: Flag.String("name").pipe(
      Flag.withDescription("What they are called"),
      Flag.withSchema(NotEmpty),
      Flag.optional
    ),
    ...server,
    ...output
  },
  Effect.fn(function*({ callId, name, output, who }) {
    const callers = yield* Callers
    const party = partyOf(who)
    const named = Option.isSome(name) && "user" in party
      ? { user: { ...party.user, displayName: name.value } }
      : party
    yield* printDocument(yield* callers.join(callId, named), output)
  }, onServer)
).pipe(Command.withDescription("Let somebody come into a call"))

const remove = Command.make(
  "remove",
  { callId, participantId, ...server },
  Effect.fn(function*({ callId, participantId }) {
    const callers = yield* Callers
    yield* callers.leave({ callId, participantId })
  }, onServer)
).pipe(Command.withDescription("Let somebody leave a call"))

const muting = (name: "mute" | "unmute") =>
  Command.make(
    name,
    { callId, participantId, ...server },
    Effect.fn(function*({ callId, participantId }) {
      const callers = yield* Callers
      yield* callers.setMuted({ callId, participantId }, name === "mute")
    }, onServer)
  ).pipe(Command.withDescription(`Let somebody ${name} themselves`))

/** `recordop participant`. */
export const participant = Command.make("participant").pipe(
  Command.withDescription("Print who is in a call, and let people come, go and mute themselves"),
  Command.withSubcommands([list, add, remove, muting("mute"), muting("unmute")]),
  Command.withExamples([
    { command: "recordop participant list <call-id>", description: "A row for each" },
    { command: "recordop participant add <call-id> alice --name Alice", description: "Alice comes in" }
  ])
)
