import { Tokens } from "@recordop/emulator/ports/Tokens"
import { Console, Effect, Option } from "effect"
import { Command, Flag } from "effect/cli"
import { onServer, server } from "../connection.ts"
import { NotEmpty } from "../NotEmpty.ts"

const text = (name: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(description), Flag.withSchema(NotEmpty), Flag.optional)

/** `recordop token`. */
export const token = Command.make(
  "token",
  {
    appId: text("app-id", "The bot's application id"),
    tenantId: text("tenant-id", "The tenant of the token"),
    audience: text("audience", "Whom the token is for; Graph unless given"),
    roles: Flag.String("role").pipe(
      Flag.withDescription("A permission that the token has; all that calls need unless given; can be repeated"),
      Flag.withSchema(NotEmpty),
      Flag.atLeast(0)
    ),
    ...server
  },
  Effect.fn(function*({ appId, audience, roles, tenantId }) {
    const tokens = yield* Tokens
    const made = yield* tokens.make({
      ...(Option.isSome(appId) ? { appId: appId.value } : {}),
      ...(Option.isSome(tenantId) ? { tenantId: tenantId.value } : {}),
      ...(Option.isSome(audience) ? { audience: audience.value } : {}),
      ...(roles.length === 0 ? {} : { roles })
    })
    yield* Console.log(made)
  }, onServer)
).pipe(
  Command.withDescription("Print an access token that the server takes"),
  Command.withExamples([
    { command: "recordop token --role Calls.AccessMedia.All", description: "One that can record and nothing else" }
  ])
)
