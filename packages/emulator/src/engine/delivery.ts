import { type CallId, idKey, type Unavailable } from "@recordop/core"
import { Effect, Fiber, FiberMap, Option, Result, Schedule, Semaphore } from "effect"
import type { Instant } from "../model/Instant.ts"
import { afterAttempt, type Notification } from "../model/Notification.ts"
import type { FaultInjector } from "../ports/Faults.ts"
import type { CommandContext } from "./commands.ts"
import { makeFaultyDelivery, type Sender, type Sending } from "./faultyDelivery.ts"
import { notificationChange } from "./notificationChange.ts"

/** How many requests to the bots of one host are under way at the same time. */
const maxConcurrent = 64

/** After so many in a row it is looked how many more there are; what is made meanwhile is for the next time. */
const inARow = 3

/** How many more there may be. */
const longestRow = 1_000

/** How often it is looked whether another process has tried a notification. */
const untilTried = "50 millis"

/** How long a call whose notification could not be kept waits. */
const afterFailure = "1 second"

/** The host of a callback: bots there answer as fast as it does. */
const hostOf = ({ callbackUri }: Notification): string => URL.parse(callbackUri)?.host ?? callbackUri

/**
 * Takes notifications to bots: those of one call one after another, those of different calls at the same time.
 * `context.onChange` is run whenever the notifications of a call have been tried.
 */
export const makeDelivery = Effect.fnUntraced(function*(
  context: CommandContext,
  sender: Sender,
  faults: FaultInjector["Service"]
) {
  const { now, onChange, store } = context
  const workers = yield* FiberMap.make<string, void, Unavailable>()
  const hosts = makePermits()

  const keepAttempt = Effect.fnUntraced(function*(tried: Notification, at: Instant, attempt: Sending) {
    const result = yield* attempt
    const endedAt = yield* now
    yield* store.transact({ _tag: "Notification", id: tried.id, isTry: true }, ({ notification }) =>
      Result.succeed(
        notification === undefined
          ? { answer: undefined }
          : {
            change: notificationChange(afterAttempt(notification, tried, { at, ...result }, endedAt)),
            answer: undefined
          }
      ))
  })

  const send = (notification: Notification, at: Instant) => keepAttempt(notification, at, sender.send(notification))
  const sendWithFault = makeFaultyDelivery(store, sender, faults, keepAttempt)

  /** Tries the first one that is due, and gives its place in the order; `undefined` when there is none. */
  const tryNext = Effect.fnUntraced(function*(callId: CallId) {
    const first = yield* store.nextNotification(callId, yield* now)
    if (first === undefined) return undefined
    // The bot may have to wait for its turn: what is sent is what is to be sent then.
    const attempt = hosts.withPermit(
      hostOf(first),
      Effect.gen(function*() {
        const at = yield* now
        const notification = yield* store.claimNotification(callId, at)
        if (notification === "elsewhere") return undefined
        if (notification !== undefined) yield* (faults.isActive() ? sendWithFault : send)(notification, at)
        return (notification ?? first).sequence
      })
    )
    return yield* Effect.repeat(attempt, {
      schedule: Schedule.spaced(untilTried),
      while: (tried) => tried === undefined
    })
  })

  /** Tries what is due, but not for ever: a bot may act on each of them, and be told of that at the same instant. */
  const tryAll = Effect.fnUntraced(function*(callId: CallId) {
    let last = Infinity
    for (let tried = 1;; tried++) {
      const sequence = yield* tryNext(callId)
      if (sequence === undefined) return
      if (tried === inARow) {
        const more = yield* store.notifications(callId, sequence, longestRow)
        last = more.at(-1)?.sequence ?? sequence
      }
      if (sequence >= last) return
    }
  })

  /** Fails when the store does; nobody is to try again at once then. */
  const deliver = (callId: CallId) =>
    tryAll(callId).pipe(
      Effect.tapCause((cause) =>
        Effect.andThen(
          Effect.logError(`Notifications of call ${callId} wait.`, cause),
          Effect.sleep(afterFailure)
        )
      ),
      Effect.ensuring(onChange)
    )

  /** The fiber that tries the notifications of a call: the one that does already, or a new one. */
  const worker = Effect.fnUntraced(function*(callId: CallId) {
    const running = yield* FiberMap.get(workers, idKey(callId))
    return Option.isSome(running) ? running.value : yield* FiberMap.run(workers, idKey(callId), deliver(callId))
  })

  /** Begins to try what is due, and gives the fibers that do. */
  const start = Effect.gen(function*() {
    const due = yield* store.callsToTell(yield* now)
    return yield* Effect.forEach(due, worker)
  })

  /** Tries what is due, and says whether anything was. Fails when the store does. */
  const finish = Effect.flatMap(start, (fibers) => Effect.as(Fiber.joinAll(fibers), fibers.length > 0))

  return { start, finish }
})

/** Lets so many at a time pass for each host; what nobody waits for is forgotten. */
const makePermits = () => {
  const hosts = new Map<string, { readonly semaphore: Semaphore.Semaphore; users: number }>()

  const withPermit = <A, E>(host: string, effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
    Effect.suspend(() => {
      const entry = hosts.get(host) ?? { semaphore: Semaphore.makeUnsafe(maxConcurrent), users: 0 }
      hosts.set(host, entry)
      entry.users++
      return Effect.ensuring(
        entry.semaphore.withPermits(1)(effect),
        Effect.sync(() => {
          entry.users--
          if (entry.users === 0) hosts.delete(host)
        })
      )
    })

  return { withPermit }
}
