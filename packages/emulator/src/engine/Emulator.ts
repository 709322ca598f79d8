import { RecordOperations, Unavailable } from "@recordop/core"
import { AudioRoutingGroups, type BotIdentity, Calls, OnlineMeetings, Participants } from "@recordop/core/calls"
import { Clock, Context, Effect, Layer, Queue, Stream } from "effect"
import { anonymousId } from "../model/CallState.ts"
import { randomId } from "../model/NewId.ts"
import type { Notification } from "../model/Notification.ts"
import { defaultSilenceThreshold } from "../model/recording/speechIn.ts"
import { type CallSettings, defaultCallSettings } from "../model/Settings.ts"
import { Callers } from "../ports/Callers.ts"
import { CallMedia } from "../ports/CallMedia.ts"
import { EmulatorClock } from "../ports/EmulatorClock.ts"
import { Events } from "../ports/Events.ts"
import { FaultInjector, Faults } from "../ports/Faults.ts"
import { Journal, Recorder } from "../ports/Journal.ts"
import { Notifications } from "../ports/Notifications.ts"
import { NotificationSender } from "../ports/NotificationSender.ts"
import { Recordings } from "../ports/Recordings.ts"
import { Reset } from "../ports/Reset.ts"
import { Snapshots } from "../ports/Snapshots.ts"
import { Sounds } from "../ports/Sounds.ts"
import { SpeechSource } from "../ports/SpeechSource.ts"
import type { ClockSetting } from "../protocol/clock.ts"
import type { FaultRequest } from "../protocol/faults.ts"
import { Store } from "../Store.ts"
import { makeAudioRoutingGroups } from "./audioRoutingGroups.ts"
import { makeCallers } from "./callers.ts"
import { makeCallMedia } from "./callMedia.ts"
import { makeCalls } from "./calls.ts"
import { startClock } from "./clock.ts"
import { makeCommands } from "./commands.ts"
import { makeDelivery } from "./delivery.ts"
import { makeIds } from "./emulatorIds.ts"
import { makeFaults } from "./faults.ts"
import type { GivenSound } from "./givenSounds.ts"
import { makeJournal } from "./journal.ts"
import { makeNotifications } from "./notifications.ts"
import { makeOnlineMeetings } from "./onlineMeetings.ts"
import { makeParticipants } from "./participants.ts"
import { makeFetchPrompts } from "./prompts.ts"
import { defaultRetention, makePruning, type Retention } from "./pruning.ts"
import { makeRecordings } from "./recordings.ts"
import { makeRecordOperations } from "./recordOperations.ts"
import { makeSave } from "./snapshots.ts"
import { makeSounds, requireSounds } from "./sounds.ts"
import { makeTimeline } from "./timeline.ts"

/** What can be set of the emulator; durations are in milliseconds. */
export interface EmulatorSettings extends CallSettings, Retention {
  readonly clock: ClockSetting
  /** Whose calls are that do not say, and whom calls are for that come in and do not. */
  readonly bot: BotIdentity
  /** Where bots are told of calls that come in, when the call does not say. */
  readonly webhook: string | undefined
  /** How long recordings can be fetched after their call has ended. */
  readonly recordingRetention: number
  /** How loud a sound file is where somebody speaks, at least, in decibels of the full volume. */
  readonly silenceThreshold: number
  /** What callers can play from the start; scripts in settings and seeds are bound to it already. */
  readonly sounds: ReadonlyArray<GivenSound>
  /** What goes wrong from the start. */
  readonly faults: ReadonlyArray<FaultRequest>
  /** What ids follow from; random unless given. */
  readonly deterministic: string | undefined
}

/** The settings of an emulator that is told nothing. */
export const defaultEmulatorSettings: EmulatorSettings = {
  ...defaultCallSettings,
  ...defaultRetention,
  clock: { mode: "real" },
  bot: { appId: anonymousId, tenantId: anonymousId },
  webhook: undefined,
  recordingRetention: 300_000,
  silenceThreshold: defaultSilenceThreshold,
  sounds: [],
  faults: [],
  deterministic: undefined
}

/** The ports of the emulator. */
export type Emulated =
  | RecordOperations
  | Calls
  | Participants
  | AudioRoutingGroups
  | OnlineMeetings
  | Callers
  | EmulatorClock
  | Reset
  | Snapshots
  | Sounds
  | CallMedia
  | Notifications
  | Recordings
  | Journal
  | Recorder
  | Faults
  | FaultInjector
  | Events

/**
 * Brings what a store holds to life: what falls due happens when the clock gets there, and bots are told. It claims the
 * store; fails with `Unavailable` when another process has it.
 */
export const layerEmulator = (
  settings: EmulatorSettings
): Layer.Layer<Emulated, Unavailable, Store | NotificationSender> =>
  Layer.effectContext(Effect.gen(function*() {
    const store = yield* Store
    if (store.isShared && settings.deterministic !== undefined) {
      return yield* new Unavailable({
        message: "Servers that share a store would make the same ids: they cannot follow from a seed."
      })
    }
    yield* store.claim
    if (settings.deterministic !== undefined && (yield* store.clock) !== undefined) {
      return yield* new Unavailable({
        message: "The store has been used before: ids that follow from a text would be made again. Take an empty one."
      })
    }
    const clock = yield* startClock(store, settings.clock)
    const signals = yield* Queue.sliding<void>(1)
    const wake = Effect.sync(() => void Queue.offerUnsafe(signals, undefined))
    let changes = 0
    const noticed = Effect.andThen(Effect.sync(() => void changes++), wake)
    const onChange = Effect.andThen(makePruning(store, settings, clock.known), noticed)
    const sounds = makeSounds(store, settings.silenceThreshold, yield* SpeechSource)
    const keepGiven = Effect.forEach(
      settings.sounds,
      ({ isSpeech, samples, ...named }) => store.keepSound(named.id, samples, isSpeech ? undefined : named),
      { discard: true }
    )
    yield* keepGiven
    const save = makeSave(store)
    const ids = yield* makeIds(settings.deterministic, save)
    const context = { store, newId: ids.next, now: clock.now, settings, onChange }
    const commands = makeCommands(context)
    const { journal, recorder } = makeJournal(clock.known)
    const { faults, injector, reset: resetFaults } = makeFaults(settings.faults)
    const sender = yield* NotificationSender
    const send = (notification: Notification) => sender.send(notification, (exchange) => recorder.record(exchange))
    const delivery = yield* makeDelivery(context, { send }, injector)
    const { advance, cancelAdvance, nextDue, reset, run, set } = yield* makeTimeline({
      store,
      clock,
      commands,
      delivery,
      changes: () => changes
    })
    yield* Effect.forkScoped(run(Queue.take(signals)))
    yield* Effect.forkScoped(Stream.runForEach(store.changes, () => wake))
    const beginWith = (content: Effect.Effect<void, Unavailable>) =>
      Effect.all([reset(content), journal.clear, resetFaults, ids.restart, keepGiven, wake], {
        discard: true
      })

    return Context.make(Calls, makeCalls(context, commands, settings.bot, yield* makeFetchPrompts(sounds))).pipe(
      Context.add(Participants, makeParticipants(context, commands)),
      Context.add(AudioRoutingGroups, makeAudioRoutingGroups(context, commands)),
      Context.add(OnlineMeetings, makeOnlineMeetings(context, settings.bot.tenantId)),
      Context.add(Callers, makeCallers(context, commands, settings, sounds)),
      Context.add(Sounds, sounds),
      Context.add(CallMedia, makeCallMedia(store)),
      Context.add(
        EmulatorClock,
        EmulatorClock.of({
          get: clock.get,
          next: Effect.map(nextDue, (next) => next === Infinity ? undefined : next),
          set: (setting) => Effect.andThen(set(setting), Effect.andThen(wake, clock.get)),
          advance: (duration, settle) => Effect.andThen(advance(duration, settle), clock.get),
          cancelAdvance
        })
      ),
      Context.add(Reset, Reset.of({ everything: beginWith(store.reset) })),
      Context.add(
        Snapshots,
        Snapshots.of({
          save,
          load: (snapshot) =>
            Effect.andThen(
              requireSounds(sounds.load, snapshot.calls.map(({ script = [] }) => script)),
              beginWith(store.load(snapshot))
            )
        })
      ),
      Context.add(Journal, journal),
      Context.add(Recorder, recorder),
      Context.add(Faults, faults),
      Context.add(FaultInjector, injector),
      Context.add(Notifications, makeNotifications(context, commands)),
      Context.add(Recordings, makeRecordings(store, settings.recordingRetention, clock.now)),
      Context.add(RecordOperations, makeRecordOperations(context, commands)),
      Context.add(Events, Events.of({ subscribe: (after) => store.subscribe(after) }))
    )
  }))

/** `RecordOperations` on a store that nobody brings to life, such as a file: its clock stands as it was left. */
export const layerRecordOperations = (
  settings: CallSettings = defaultCallSettings
): Layer.Layer<RecordOperations, never, Store> =>
  Layer.effect(
    RecordOperations,
    Effect.gen(function*() {
      const store = yield* Store
      const now = Effect.gen(function*() {
        const row = yield* Effect.orElseSucceed(store.clock, () => undefined)
        const time = yield* Clock.currentTimeMillis
        return row?.mode === "frozen" ? row.at : Math.max(row?.at ?? time, time)
      })
      const context = { store, now, settings, newId: randomId, onChange: Effect.void }
      return makeRecordOperations(context, makeCommands(context))
    })
  )
