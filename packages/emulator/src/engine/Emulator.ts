import { Clock, Context, Effect, Layer, Queue } from "effect"
import { Calls } from "../calls/Calls.ts"
import type { CallsError } from "../calls/CallsError.ts"
import type { CallStore } from "../calls/CallStore.ts"
import { ClockStore } from "../clock/ClockStore.ts"
import { EmulatorClock } from "../clock/EmulatorClock.ts"
import { Notifications } from "../notifications/Notifications.ts"
import type { NotificationSender } from "../notifications/NotificationSender.ts"
import type { Outbox } from "../notifications/Outbox.ts"
import { Recordings } from "../recording/Recordings.ts"
import { RecordOperations } from "../RecordOperations.ts"
import { makeDelivery } from "./delivery.ts"
import { endingSimulations } from "./endingSimulations.ts"
import { makeNotifications } from "./notifications.ts"
import { makeRecordings } from "./recordings.ts"
import { makeCalls } from "./simulatedCalls.ts"
import type { SimulationSettings } from "./SimulationSettings.ts"
import { makeTimeline } from "./timeline.ts"
import { makeVirtualClock } from "./virtualClock.ts"

/** The ports that a simulation implements. */
export type Simulated = RecordOperations | Calls | EmulatorClock | Notifications | Recordings

/**
 * Brings calls to life: what falls due happens when the clock gets there, and bots are told. It stands between a store and
 * whoever serves it; of the store's `RecordOperations` it makes some that end a simulation together with its operation.
 */
export const layerSimulation = (
  settings: SimulationSettings
): Layer.Layer<Simulated, CallsError, RecordOperations | CallStore | Outbox | ClockStore | NotificationSender> =>
  Layer.effectContext(Effect.gen(function*() {
    const clock = yield* startClock(settings)
    const signals = yield* Queue.sliding<void>(1)
    const wake = Effect.sync(() => void Queue.offerUnsafe(signals, undefined))
    const delivery = yield* makeDelivery(clock, wake)
    const { calls, passTime } = yield* makeCalls(settings, clock, wake)
    const { advance, run, set } = yield* makeTimeline(clock, delivery, passTime)
    yield* Effect.forkScoped(run(Queue.take(signals)))

    const emulatorClock = EmulatorClock.of({
      get: clock.get,
      set: (setting) => Effect.andThen(set(setting), Effect.andThen(wake, clock.get)),
      advance: (milliseconds) => Effect.andThen(advance(milliseconds), clock.get)
    })

    return Context.make(Calls, calls).pipe(
      Context.add(EmulatorClock, emulatorClock),
      Context.add(Notifications, yield* makeNotifications(clock, wake)),
      Context.add(Recordings, yield* makeRecordings(settings.recordingRetention, clock)),
      Context.add(RecordOperations, yield* endingSimulations(passTime))
    )
  }))

/** A frozen clock stands where it stood; one that runs has gone on meanwhile, and never goes back. */
const startClock = Effect.fnUntraced(function*({ clock: setting }: SimulationSettings) {
  const store = yield* ClockStore
  const kept = yield* store.load
  const time = yield* Clock.currentTimeMillis
  const start = setting.mode === "frozen" ? kept ?? time : Math.max(kept ?? time, time)
  if (setting.mode === "frozen") yield* store.save(start)
  return yield* makeVirtualClock(start, setting)
})
