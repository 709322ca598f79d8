import { Deferred, Effect, Exit, Semaphore } from "effect"

/**
 * Runs an effect once for all who ask at the same time: each gets a run that has begun after it asked, so that what it reads is not
 * older than the question.
 */
export const makeJoined = (effect: Effect.Effect<void>): Effect.Effect<void> => {
  const turn = Semaphore.makeUnsafe(1)
  let waiting: Deferred.Deferred<void> | undefined

  const begin = Effect.suspend(() => {
    waiting = undefined
    return effect
  })

  return Effect.suspend(() => {
    if (waiting !== undefined) return Deferred.await(waiting)
    const run = Deferred.makeUnsafe<void>()
    waiting = run
    // Others wait for it: who asked first may leave, and the run goes on.
    const going = Effect.ensuring(turn.withPermits(1)(begin), Effect.sync(() => Deferred.doneUnsafe(run, Exit.void)))
    return Effect.andThen(Effect.forkDetach(going), Deferred.await(run))
  })
}
