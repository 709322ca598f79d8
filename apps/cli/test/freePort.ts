import { Effect, Random } from "effect"
import { createServer } from "node:net"

/** Listens on a port for a moment; fails when somebody else does. */
const probe = (port: number) =>
  Effect.callback<number, "taken">((resume) => {
    const server = createServer()
    server.once("error", () => resume(Effect.fail("taken")))
    server.listen(port, "127.0.0.1", () => server.close(() => resume(Effect.succeed(port))))
  })

/** A port that nobody listens on, and below those that systems give to whoever asks for any: nobody gets it meanwhile. */
export const freePort = Effect.flatMap(Random.nextIntBetween(10_000, 32_000), probe).pipe(
  Effect.retry({ times: 100 }),
  Effect.orDie
)
