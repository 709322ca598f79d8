import { decodeOptions, formatProblems, problemsOf, Unavailable } from "@recordop/core"
import { AnyMilliseconds } from "@recordop/emulator/protocol/AnyDuration"
import { Effect, Result, Schema } from "effect"

const PoolSize = Schema.FiniteFromString.check(
  Schema.isInt(),
  Schema.isBetween({ minimum: 1, maximum: 1_000 }, { expected: "an integer from 1 to 1000" })
)

const StatementTimeout = AnyMilliseconds.check(
  Schema.isBetween({ minimum: 100, maximum: 3_600_000 }, { expected: "a duration from 100ms to 1h" })
)

const SchemaName = Schema.String.check(
  Schema.isPattern(/^[a-z_][a-z0-9_]{0,62}$/u, { expected: "a name in small letters, such as recordop" })
)

/**
 * What the URL of a database says to us, besides where it is: the schema that the tables are in, how many connections are
 * made at the most, and how long a statement may take. A single connection listens to no other server; it asks now and then.
 */
const Parameters = Schema.Struct({
  schema: SchemaName.pipe(Schema.withDecodingDefaultKey(Effect.succeed("recordop"))),
  pool_size: PoolSize.pipe(Schema.withDecodingDefaultKey(Effect.succeed("10"))),
  statement_timeout: StatementTimeout.pipe(Schema.withDecodingDefaultKey(Effect.succeed("10s")))
})

/** Parameters of every PostgreSQL client, as far as they say something to this one or are often there. */
const others = [
  "host",
  "port",
  "user",
  "password",
  "dbname",
  "options",
  "connect_timeout",
  "sslmode",
  "channel_binding",
  "target_session_attrs"
]

/** What is wrong with the names of the parameters. */
const problemOf = (parameters: URLSearchParams): string | undefined => {
  const names = [...parameters.keys()]
  const known = [...Object.keys(Parameters.fields), ...others]
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) return `${unknown}: Unexpected parameter; there are ${known.join(", ")}`
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  return twice === undefined ? undefined : `${twice}: Expected once`
}

const decode = Schema.decodeUnknownResult(Parameters, decodeOptions)

/** How a database is used. */
export interface PostgresSettings {
  /** Without our own parameters. */
  readonly url: string
  readonly schema: string
  readonly connections: number
  /** In milliseconds. */
  readonly statementTimeout: number
}

/** Reads `postgres://user:password@host:port/database?schema=…&pool_size=…&statement_timeout=…`. */
export const readPostgresUrl = (text: string): Result.Result<PostgresSettings, Unavailable> => {
  const url = URL.parse(text)
  if (url === null) return Result.fail(new Unavailable({ message: "it is no URL." }))
  const problem = problemOf(url.searchParams)
  if (problem !== undefined) return Result.fail(new Unavailable({ message: problem }))
  const decoded = decode(Object.fromEntries(url.searchParams))
  if (Result.isFailure(decoded)) {
    return Result.fail(new Unavailable({ message: formatProblems(problemsOf(decoded.failure.issue)) }))
  }
  const { pool_size: connections, schema, statement_timeout: statementTimeout } = decoded.success
  for (const name of Object.keys(Parameters.fields)) url.searchParams.delete(name)
  return Result.succeed({ url: url.href, schema, connections, statementTimeout })
}
