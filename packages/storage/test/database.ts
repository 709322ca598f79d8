import { PGlite } from "@electric-sql/pglite"
import { PGLiteSocketServer } from "@electric-sql/pglite-socket"
import { Layer } from "effect"
import { SecureRandom } from "effect/crypto"
import { TestClock } from "effect/testing"

/** The PostgreSQL server that tests use, when there is one. */
// oxlint-disable-next-line effecttsgo/process-env -- where a server is, only the environment says
export const server = process.env["RECORDOP_TEST_POSTGRES_URL"]

/** The URL of a database that is empty: of the server, or of PGlite in this process, which has one connection. */
export const database = async (): Promise<string> => {
  if (server === undefined) {
    const pglite = new PGLiteSocketServer({ db: await PGlite.create(), port: 0 })
    await pglite.start()
    return `postgres://postgres@${pglite.getServerConn()}/postgres?pool_size=1`
  }
  const url = new URL(server)
  url.searchParams.set("schema", `test_${SecureRandom.uuidV4Unsafe().replaceAll("-", "")}`)
  return url.href
}

/** A layer that is made where time is real: what waits for a database does not wait for the clock of a test. */
export const live = <A, E>(layer: Layer.Layer<A, E>): Layer.Layer<A, E> =>
  Layer.effectContext(TestClock.withLive(Layer.build(layer)))
