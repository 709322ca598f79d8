import { Calls, Participants } from "@recordop/core/calls"
import { Callers } from "@recordop/emulator/ports/Callers"
import { CallMedia } from "@recordop/emulator/ports/CallMedia"
import { EmulatorClock, InvalidAdvance } from "@recordop/emulator/ports/EmulatorClock"
import { Events } from "@recordop/emulator/ports/Events"
import { Faults } from "@recordop/emulator/ports/Faults"
import { Journal } from "@recordop/emulator/ports/Journal"
import { allPages, Notifications } from "@recordop/emulator/ports/Notifications"
import { Reset } from "@recordop/emulator/ports/Reset"
import { Snapshots } from "@recordop/emulator/ports/Snapshots"
import { Tokens } from "@recordop/emulator/ports/Tokens"
import { canAdvance } from "@recordop/emulator/protocol/clock"
import { Context, Duration, Effect, Layer, Stream } from "effect"
import { HttpClient } from "effect/http"
import { makeCallRequests } from "./callRequests.ts"
import type { ClientOptions } from "./ClientOptions.ts"
import { makeEmulatorRequests, once } from "./emulatorRequests.ts"
import { decodeEndpoint, type InvalidBaseUrl } from "./endpoint.ts"
import {
  ofAct,
  ofAction,
  ofAdvance,
  ofAnswer,
  ofCall,
  ofClock,
  ofFault,
  ofIncoming,
  ofInvite,
  ofJoin,
  ofNewFault,
  ofNotification,
  ofOperation,
  ofParticipant,
  ofReadingParticipant,
  ofStanding,
  orReason,
  orRefused,
  toRefused
} from "./errors.ts"
import { subscribe } from "./events.ts"
import { makeJournalRequests } from "./journalRequests.ts"
import { makeParticipantRequests } from "./participantRequests.ts"
import { makeSend } from "./send.ts"

/** The ports that are there over HTTP. */
export type HttpEmulated =
  | Calls
  | Participants
  | Callers
  | CallMedia
  | EmulatorClock
  | Reset
  | Snapshots
  | Notifications
  | Journal
  | Faults
  | Events
  | Tokens

/**
 * `Calls`, `Participants`, `Callers`, `CallMedia`, `EmulatorClock`, `Reset`, `Snapshots`, `Notifications`, `Journal`, `Faults` and `Events` over HTTP, of recordop's server. The
 * first two work with any server that has Graph's URLs. An answer of 429 or 503 is waited for as the server asks, three times at the most.
 */
export const layer = (
  options: ClientOptions
): Layer.Layer<HttpEmulated, InvalidBaseUrl, HttpClient.HttpClient> =>
  Layer.effectContext(Effect.gen(function*() {
    const endpoint = yield* decodeEndpoint(options.baseUrl)
    const client = yield* HttpClient.HttpClient
    const send = makeSend(client, options)
    const sendScoped = makeSend(HttpClient.withScope(client), options)
    const calls = makeCallRequests(endpoint, send, options.timeout)
    const people = makeParticipantRequests(endpoint, send, options.timeout)
    const emulator = makeEmulatorRequests(endpoint, send, makeSend(client, { ...options, ...once }), options.timeout)

    const journal = makeJournalRequests(endpoint, send, options.timeout)

    const advance = (input: Duration.Input, settle?: Duration.Input) => {
      const duration = Duration.fromInputUnsafe(input)
      const quiet = settle === undefined ? undefined : Duration.fromInputUnsafe(settle)
      return canAdvance(duration)
        ? orReason(ofAdvance)(emulator.advanceClock(duration, quiet))
        : Effect.fail(new InvalidAdvance({}))
    }

    return Context.make(
      Calls,
      Calls.of({
        create: (call) => orRefused(calls.create(call)),
        list: (cursor) => orRefused(calls.list(cursor)),
        transfer: (callId, parameters) => orReason(ofStanding(callId))(calls.transfer(callId, parameters)),
        changeScreenSharingRole: (callId, parameters) =>
          orReason(ofStanding(callId))(calls.changeScreenSharingRole(callId, parameters)),
        addLargeGalleryView: (callId, parameters) =>
          orReason(ofAction(callId))(calls.addLargeGalleryView(callId, parameters)),
        get: (callId) => orReason(ofCall(callId))(calls.get(callId)),
        end: (callId) => orReason(ofCall(callId))(calls.end(callId)),
        answer: (callId, parameters) => orReason(ofAnswer(callId))(calls.answer(callId, parameters)),
        reject: (callId, parameters) => orReason(ofAnswer(callId))(calls.reject(callId, parameters)),
        redirect: (callId, parameters) => orReason(ofAnswer(callId))(calls.redirect(callId, parameters)),
        sendDtmfTones: (callId, parameters) => orReason(ofAction(callId))(calls.sendDtmfTones(callId, parameters)),
        keepAlive: (callId) => orReason(ofCall(callId))(calls.keepAlive(callId)),
        operation: (key) => orReason(ofOperation(key))(calls.operation(key)),
        recordResponse: (callId, parameters) => orReason(ofAction(callId))(calls.recordResponse(callId, parameters)),
        playPrompt: (callId, parameters) => orReason(ofAction(callId))(calls.playPrompt(callId, parameters)),
        cancelMediaProcessing: (callId, parameters) =>
          orReason(ofAction(callId))(calls.cancelMediaProcessing(callId, parameters)),
        subscribeToTone: (callId, parameters) => orReason(ofAction(callId))(calls.subscribeToTone(callId, parameters)),
        mute: (callId, parameters) => orReason(ofAction(callId))(calls.mute(callId, parameters)),
        unmute: (callId, parameters) => orReason(ofAction(callId))(calls.unmute(callId, parameters)),
        updateRecordingStatus: (callId, parameters) =>
          orReason(ofAction(callId))(calls.updateRecordingStatus(callId, parameters))
      })
    ).pipe(
      Context.add(
        Participants,
        Participants.of({
          list: (callId) => orReason(ofCall(callId))(people.list(callId)),
          get: (key) => orReason(ofReadingParticipant(key))(people.get(key)),
          invite: (callId, parameters) => orReason(ofInvite(callId))(people.invite(callId, parameters)),
          remove: (key) => orReason(ofParticipant(key))(people.remove(key)),
          mute: (key, parameters) => orReason(ofParticipant(key))(people.mute(key, parameters)),
          startHoldMusic: (key, parameters) => orReason(ofParticipant(key))(people.startHoldMusic(key, parameters)),
          stopHoldMusic: (key, parameters) => orReason(ofParticipant(key))(people.stopHoldMusic(key, parameters))
        })
      ),
      Context.add(
        Callers,
        Callers.of({
          script: (callId) => orReason(ofCall(callId))(people.script(callId)),
          join: (callId, who) => orReason(ofJoin(callId))(people.join(callId, who)),
          leave: (key) => orReason(ofParticipant(key))(people.leave(key)),
          setMuted: (key, isMuted) => orReason(ofParticipant(key))(people.setMuted(key, isMuted)),
          callBot: (call) => orReason(ofIncoming)(emulator.callBot(call)),
          setScript: (callId, script) => orReason(ofCall(callId))(emulator.setScript(callId, script)),
          act: (callId, step) => orReason(ofAct(callId))(emulator.act(callId, step)),
          speak: (callId, samples) => orReason(ofAct(callId))(emulator.speak(callId, samples))
        })
      ),
      Context.add(
        CallMedia,
        CallMedia.of({
          calls: orRefused(emulator.calls),
          timeline: (callId) => orReason(ofCall(callId))(emulator.timeline(callId))
        })
      ),
      Context.add(
        EmulatorClock,
        EmulatorClock.of({
          get: orRefused(emulator.getClock),
          next: orRefused(Effect.map(emulator.clockAnswer, ({ next }) => next)),
          set: (setting) => orReason(ofClock)(emulator.setClock(setting)),
          advance,
          cancelAdvance: orRefused(emulator.cancelAdvance)
        })
      ),
      Context.add(Reset, Reset.of({ everything: orReason(ofClock)(emulator.reset) })),
      Context.add(
        Snapshots,
        Snapshots.of({
          save: orRefused(emulator.saveSnapshot),
          load: (snapshot) => orReason(ofClock)(emulator.loadSnapshot(snapshot))
        })
      ),
      Context.add(
        Notifications,
        Notifications.of({
          page: (callId, cursor) => orRefused(emulator.notifications(callId, cursor)),
          list: (callId) => allPages((cursor) => orRefused(emulator.notifications(callId, cursor))),
          redeliver: (id) => orReason(ofNotification(id))(emulator.redeliver(id))
        })
      ),
      Context.add(
        Journal,
        Journal.of({
          list: (filter, after) => orRefused(journal.requests(filter, after)),
          check: (expectation) => orRefused(journal.checkExpectation(expectation)),
          clear: orRefused(journal.clearRequests)
        })
      ),
      Context.add(
        Faults,
        Faults.of({
          list: orRefused(journal.faults),
          add: (fault) => orReason(ofNewFault)(journal.addFault(fault)),
          remove: (id) => orReason(ofFault(id))(journal.removeFault(id)),
          clear: orRefused(journal.clearFaults)
        })
      ),
      Context.add(
        Tokens,
        Tokens.of({
          make: (request) => orRefused(emulator.token(request)),
          permissions: orRefused(emulator.permissions)
        })
      ),
      Context.add(
        Events,
        Events.of({
          subscribe: (after) =>
            Effect.map(
              orRefused(subscribe(endpoint, sendScoped, after)),
              ({ events, lastEventId }) => ({ lastEventId, events: Stream.mapError(events, toRefused) })
            )
        })
      )
    )
  }))
