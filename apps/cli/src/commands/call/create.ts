import { Calls } from "@recordop/core/calls"
import { CallerScript } from "@recordop/emulator/model/caller/CallerScript"
import { Callers } from "@recordop/emulator/ports/Callers"
import { Effect, Option } from "effect"
import { Argument, Command, Flag } from "effect/cli"
import { onServer, server } from "../../connection.ts"
import { NotEmpty } from "../../NotEmpty.ts"
import { output, printDocument } from "../../output.ts"
import { partyOf } from "../../party.ts"

const callbackUri = Argument.String("callback-uri").pipe(
  Argument.withDescription("Where the bot gets its notifications, as in http://localhost:3000/callback")
)

const text = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(description), Flag.withSchema(NotEmpty), Flag.optional)

/** Whom the bot calls when nobody says. */
const somebody = "112f7296-5fa4-42ca-bae8-6a692b15d4b8"

const meetingInfoOf = (meeting: string) => ({
  "@odata.type": "#microsoft.graph.joinMeetingIdMeetingInfo",
  ...(/^https?:/i.test(meeting) ? { joinWebUrl: meeting } : { joinMeetingId: meeting })
})

/** `recordop call create`. */
export const createCall = Command.make(
  "create",
  {
    callbackUri,
    appId: text("app-id", "The bot's application id; its notifications are signed for it"),
    to: Flag.String("to").pipe(
      Flag.withDescription(
        "Whom the bot calls: a telephone, as in +15551234, or the id of a user; several for a group call"
      ),
      Flag.withSchema(NotEmpty),
      Flag.atLeast(0)
    ),
    meeting: Flag.String("meeting").pipe(
      Flag.withDescription("The meeting that the bot joins, by its address or its id, in place of calling somebody"),
      Flag.withSchema(NotEmpty),
      Flag.optional
    ),
    tenantId: text("tenant-id", "The tenant that the notifications are signed for"),
    callerScript: Flag.String("caller-script").pipe(
      Flag.withMetavar("SCRIPT"),
      Flag.withDescription("What the caller does, as in 'speak 3s; tone #'"),
      Flag.withSchema(CallerScript),
      Flag.optional
    ),
    ...server,
    ...output
  },
  Effect.fn(function*({ appId, callbackUri, callerScript, meeting, output, tenantId, to }) {
    const calls = yield* Calls
    const callers = yield* Callers
    const call = yield* calls.create({
      callbackUri,
      ...(Option.isSome(meeting)
        ? { meetingInfo: meetingInfoOf(meeting.value) }
        : { targets: (to.length === 0 ? [somebody] : to).map((one) => ({ identity: partyOf(one) })) }),
      ...(Option.isSome(tenantId) ? { tenantId: tenantId.value } : {}),
      ...(Option.isSome(appId) ? { source: { identity: { application: { id: appId.value } } } } : {})
    })
    if (Option.isSome(callerScript)) yield* callers.setScript(call.id, callerScript.value)
    yield* printDocument(call, output)
  }, onServer)
).pipe(
  Command.withDescription("Create a call, which is established one second later"),
  Command.withExamples([
    { command: "recordop call create http://localhost:3000/callback", description: "A call whose bot listens there" },
    {
      command: "recordop call create http://localhost:3000/callback --caller-script 'speak 3s; tone #'",
      description: "With a caller who knows what to do"
    }
  ])
)
