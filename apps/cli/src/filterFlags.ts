import { Method, PathPattern, type RequestFilter } from "@recordop/emulator/protocol/requests"
import { Option } from "effect"
import { Flag } from "effect/cli"

/** The flags that say which requests are meant. */
export const filterFlags = {
  method: Flag.String("method").pipe(
    Flag.withSchema(Method),
    Flag.withDescription("Those of a method, such as POST"),
    Flag.optional
  ),
  path: Flag.String("path").pipe(
    Flag.withSchema(PathPattern),
    Flag.withDescription("Those of a path; * is a segment, ** any number of them"),
    Flag.optional
  ),
  callId: Flag.String("call").pipe(Flag.withMetavar("ID"), Flag.withDescription("Those of a call"), Flag.optional)
}

/** What flags say, without those that were not given. */
export const filterOf = (
  given: { readonly [K in keyof RequestFilter]-?: Option.Option<NonNullable<RequestFilter[K]>> }
): RequestFilter => ({
  ...Option.match(given.direction, { onNone: () => ({}), onSome: (direction) => ({ direction }) }),
  ...Option.match(given.method, { onNone: () => ({}), onSome: (method) => ({ method }) }),
  ...Option.match(given.path, { onNone: () => ({}), onSome: (path) => ({ path }) }),
  ...Option.match(given.callId, { onNone: () => ({}), onSome: (callId) => ({ callId }) }),
  ...Option.match(given.status, { onNone: () => ({}), onSome: (status) => ({ status }) })
})
