import { Command } from "effect/cli"
import { ca } from "./commands/ca.ts"
import { call } from "./commands/call.ts"
import { cancel } from "./commands/cancel.ts"
import { clock } from "./commands/clock.ts"
import { type AnyCommand, completions } from "./commands/completions.ts"
import { create } from "./commands/create.ts"
import { deleteCommand } from "./commands/delete.ts"
import { doctor } from "./commands/doctor.ts"
import { download } from "./commands/download.ts"
import { env } from "./commands/env.ts"
import { exec } from "./commands/exec.ts"
import { fault } from "./commands/fault.ts"
import { get } from "./commands/get.ts"
import { init } from "./commands/init.ts"
import { list } from "./commands/list.ts"
import { merge } from "./commands/merge.ts"
import { notifications } from "./commands/notifications.ts"
import { participant } from "./commands/participant.ts"
import { permissions } from "./commands/permissions.ts"
import { play } from "./commands/play.ts"
import { record } from "./commands/record.ts"
import { requests } from "./commands/requests.ts"
import { reset } from "./commands/reset.ts"
import { run } from "./commands/run.ts"
import { say } from "./commands/say.ts"
import { schema } from "./commands/schema.ts"
import { serve } from "./commands/serve.ts"
import { token } from "./commands/token.ts"
import { tone } from "./commands/tone.ts"
import { update } from "./commands/update.ts"
import { validate } from "./commands/validate.ts"
import { wait } from "./commands/wait.ts"
import { watch } from "./commands/watch.ts"

/** The whole command line. */
export const cli = Command.make("recordop").pipe(
  Command.withDescription("Microsoft Graph's recordOperation on your own machine"),
  Command.withSubcommands([
    serve,
    run,
    exec,
    env,
    ca,
    call,
    participant,
    record,
    play,
    cancel,
    wait,
    watch,
    say,
    tone,
    download,
    clock,
    reset,
    notifications,
    requests,
    fault,
    token,
    permissions,
    get,
    list,
    create,
    update,
    deleteCommand,
    merge,
    validate,
    schema,
    init,
    doctor,
    completions((): AnyCommand => cli)
  ]),
  Command.withExamples([
    { command: "recordop serve", description: "Run the mock server" },
    { command: "recordop list 57dab8b1-894c-409a-b240-bd8beae78896", description: "Look at the demo call" }
  ])
)
