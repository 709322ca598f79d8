import { Faults } from "@recordop/emulator/ports/Faults"
import { Effect, Option } from "effect"
import { Argument, Command } from "effect/cli"
import { onServer, server } from "../../connection.ts"
import { NotEmpty } from "../../NotEmpty.ts"

const id = Argument.String("id").pipe(
  Argument.withDescription("The id of the fault; all unless given"),
  Argument.withSchema(NotEmpty),
  Argument.optional
)

/** `recordop fault remove`. */
export const remove = Command.make(
  "remove",
  { id, ...server },
  Effect.fn(function*({ id }) {
    const faults = yield* Faults
    return yield* Option.isSome(id) ? faults.remove(id.value) : faults.clear
  }, onServer)
).pipe(Command.withDescription("Let it go wrong no more"))
