import { Effect, Fiber, FiberMap, Option, Semaphore } from "effect"
import type { CallsError } from "../calls/CallsError.ts"
import { type CallId, idKey } from "../Ids.ts"
import { afterAttempt } from "../notifications/Notification.ts"
import { NotificationSender } from "../notifications/NotificationSender.ts"
import { Outbox } from "../notifications/Outbox.ts"
import type { VirtualClock } from "./virtualClock.ts"

/** How many requests to bots are under way at the same time. */
const maxConcurrent = 64

/** How long a call whose notification could not be kept waits. */
const afterFailure = "1 second"

/** The store was reset while a bot was told. */
const isGone = ({ reason }: CallsError): boolean => reason._tag === "NotificationNotFound"

/** How many calls are looked up at once. */
const batch = 1_000

/**
 * Takes notifications to bots: those of one call one after another, those of different calls at the same time. `onTried`
 * is run whenever the notifications of a call have been tried.
 */
export const makeDelivery = Effect.fnUntraced(function*(clock: VirtualClock, onTried: Effect.Effect<void>) {
  const outbox = yield* Outbox
  const sender = yield* NotificationSender
  const workers = yield* FiberMap.make<string, void, CallsError>()
  const semaphore = yield* Semaphore.make(maxConcurrent)

  const tryNext = Effect.fnUntraced(function*(callId: CallId) {
    const at = yield* clock.now
    const notification = yield* outbox.next(callId, at)
    if (notification === undefined) return false
    const result = yield* sender.send(notification)
    const endedAt = yield* clock.now
    yield* Effect.catchIf(
      outbox.modify(notification.id, (current) => afterAttempt(current, { at, ...result }, endedAt)),
      isGone,
      () => Effect.void
    )
    return true
  })

  /** Fails when the store does; nobody is to try again at once then. */
  const deliver = (callId: CallId) =>
    Effect.repeat(semaphore.withPermits(1)(tryNext(callId)), { while: (tried) => tried }).pipe(
      Effect.tapCause((cause) =>
        Effect.andThen(
          Effect.logError(`Notifications of call ${callId} wait.`, cause),
          Effect.sleep(afterFailure)
        )
      ),
      Effect.ensuring(onTried)
    )

  /** The fiber that tries the notifications of a call: the one that does already, or a new one. */
  const worker = Effect.fnUntraced(function*(callId: CallId) {
    const running = yield* FiberMap.get(workers, idKey(callId))
    return Option.isSome(running) ? running.value : yield* FiberMap.run(workers, idKey(callId), deliver(callId))
  })

  /** Begins to try what is due, and gives the fibers that do. */
  const start = Effect.gen(function*() {
    const due = yield* outbox.due(yield* clock.now, batch)
    return yield* Effect.forEach(due, worker)
  })

  /** Tries what is due, and says whether anything was. Fails when the store does. */
  const finish = Effect.flatMap(start, (fibers) => Effect.as(Fiber.joinAll(fibers), fibers.length > 0))

  return { start, finish }
})
