import { CallId } from "@recordop/core"
import { Notifications } from "@recordop/emulator/ports/Notifications"
import { printable } from "@recordop/emulator/printable"
import { NotificationView } from "@recordop/emulator/protocol/notifications"
import { Effect, Option, Predicate, Schema } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { onServer, server } from "../connection.ts"
import { NotEmpty } from "../NotEmpty.ts"
import { output, printDocuments } from "../output.ts"

const callId = Argument.String("call-id").pipe(
  Argument.withDescription("The id of the call; all calls unless given"),
  Argument.withSchema(CallId),
  Argument.optional
)

const redeliver = Flag.String("redeliver").pipe(
  Flag.withMetavar("ID"),
  Flag.withDescription("Send a notification again"),
  Flag.withSchema(NotEmpty),
  Flag.optional
)

const encodeViews = Schema.encodeEffect(Schema.Array(NotificationView))

const toRow = ({ attempts, body, id, state }: typeof NotificationView.Encoded): ReadonlyArray<string> => {
  const last = attempts.at(-1)
  const [first] = body.value
  return [
    id,
    state,
    String(attempts.length),
    printable(String(last?.error ?? last?.status ?? "")),
    first === undefined ? "" : printable(`${changeOf(first)} ${first.resourceUrl}`)
  ]
}

/** What became of the resource: that a call was updated says less than that it is established. */
const changeOf = (
  { changeType, resourceData }: { readonly changeType: string; readonly resourceData?: unknown }
): string => {
  const state = Predicate.hasProperty(resourceData, "state") ? resourceData.state : undefined
  return typeof state === "string" ? `${state}: ${changeType}` : changeType
}

/** `recordop notifications`. */
export const notifications = Command.make(
  "notifications",
  { callId, redeliver, ...server, ...output },
  Effect.fn(function*({ callId, output, redeliver }) {
    const notifications = yield* Notifications
    if (Option.isSome(redeliver)) return yield* notifications.redeliver(redeliver.value)
    const listed = yield* notifications.list(Option.getOrUndefined(callId))
    const documents = yield* Effect.orDie(encodeViews(listed))
    return yield* printDocuments(documents, ["ID", "STATE", "TRIES", "ANSWER", "CHANGE"], toRow, output)
  }, onServer)
).pipe(
  Command.withDescription("Print what was sent to bots or will be, or send it again"),
  Command.withExamples([
    { command: "recordop notifications <call-id>", description: "Those of a call" },
    { command: "recordop notifications --redeliver <id>", description: "Once more" }
  ])
)
