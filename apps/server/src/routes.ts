import type { AppOptions } from "./App.ts"
import { bounds } from "./emulator/bounds.ts"
import { act, readScript, setCallerScript, speak } from "./emulator/caller.ts"
import { cancelAdvance, changeClock, readClock, waitForAdvance } from "./emulator/clock.ts"
import { events } from "./emulator/events.ts"
import { addFault, clearFaults, listFaults, removeFault } from "./emulator/faults.ts"
import { health } from "./emulator/health.ts"
import { callBot } from "./emulator/incomingCalls.ts"
import { jwks, openIdConfiguration } from "./emulator/keys.ts"
import { audio, listCalls, prompts, timeline } from "./emulator/media.ts"
import { metrics } from "./emulator/metrics.ts"
import { listNotifications, redeliver } from "./emulator/notifications.ts"
import { listOperations } from "./emulator/operations.ts"
import { people } from "./emulator/people.ts"
import { download } from "./emulator/recordings.ts"
import { checkExpectation, exportRequests, forgetRequests, listRequests } from "./emulator/requests.ts"
import { loadSnapshot, reset, saveSnapshot } from "./emulator/reset.ts"
import { getSound, listSounds, putSound } from "./emulator/sounds.ts"
import { listPermissions, makeToken } from "./emulator/tokens.ts"
import type { Handler } from "./graph/Bridge.ts"
import type { GraphRequest } from "./graph/GraphRequest.ts"
import { instanceDiscovery, tenantConfiguration, token } from "./identity/authority.ts"
import { audioRoutingGroups, noSharing } from "./resources/audioRoutingGroups.ts"
import { makeCallActions } from "./resources/callActions.ts"
import { makeCallHandlers } from "./resources/calls.ts"
import { logDeviceQuality } from "./resources/deviceQuality.ts"
import { onlineMeetings } from "./resources/onlineMeetings.ts"
import { makeOperationHandlers } from "./resources/operations.ts"
import { makeParticipantHandlers } from "./resources/participants.ts"
import type { Served } from "./Served.ts"

type Methods = Partial<Record<"GET" | "POST" | "PUT" | "PATCH" | "DELETE", Handler<Served>>>

/** A path, with `:names` where ids stand, and what it does. */
export interface Route {
  readonly path: string
  readonly api: GraphRequest["api"]
  readonly methods: ReadonlyMap<string, Handler<Served>>
}

/** The versions of Graph that are served. */
const versions = ["v1.0", "beta"] as const

/** The one table of routes: what is served, `Allow`, 405 and the unknown segment of a 404 come of it. */
export const makeRoutes = (options: AppOptions): ReadonlyArray<Route> => {
  const { callbackHosts, statusCasing, stopping, version } = options
  const calls = makeCallHandlers(callbackHosts)
  const actions = makeCallActions(statusCasing, callbackHosts)
  const participants = makeParticipantHandlers(statusCasing)
  const operations = makeOperationHandlers(statusCasing)

  const ofGraph: ReadonlyArray<Entry> = [
    { path: "/communications/calls", methods: { GET: calls.list, POST: calls.create } },
    { path: "/communications/calls/logTeleconferenceDeviceQuality", methods: { POST: logDeviceQuality } },
    { path: "/communications/calls/:call", methods: { GET: calls.get, DELETE: calls.end } },
    { path: "/communications/calls/:call/answer", methods: { POST: actions.answer } },
    { path: "/communications/calls/:call/reject", methods: { POST: actions.reject } },
    { path: "/communications/calls/:call/redirect", methods: { POST: actions.redirect } },
    { path: "/communications/calls/:call/transfer", methods: { POST: actions.transfer } },
    { path: "/communications/calls/:call/sendDtmfTones", methods: { POST: actions.sendDtmfTones } },
    { path: "/communications/calls/:call/keepAlive", methods: { POST: calls.keepAlive } },
    { path: "/communications/calls/:call/recordResponse", methods: { POST: actions.recordResponse } },
    { path: "/communications/calls/:call/playPrompt", methods: { POST: actions.playPrompt } },
    { path: "/communications/calls/:call/cancelMediaProcessing", methods: { POST: actions.cancelMediaProcessing } },
    { path: "/communications/calls/:call/subscribeToTone", methods: { POST: actions.subscribeToTone } },
    { path: "/communications/calls/:call/mute", methods: { POST: actions.mute } },
    { path: "/communications/calls/:call/unmute", methods: { POST: actions.unmute } },
    { path: "/communications/calls/:call/updateRecordingStatus", methods: { POST: actions.updateRecordingStatus } },
    {
      path: "/communications/calls/:call/changeScreenSharingRole",
      methods: { POST: actions.changeScreenSharingRole }
    },
    { path: "/communications/calls/:call/addLargeGalleryView", methods: { POST: actions.addLargeGalleryView } },
    { path: "/communications/calls/:call/participants", methods: { GET: participants.list } },
    { path: "/communications/calls/:call/participants/invite", methods: { POST: participants.invite } },
    {
      path: "/communications/calls/:call/participants/:participant",
      methods: { GET: participants.get, DELETE: participants.remove }
    },
    { path: "/communications/calls/:call/participants/:participant/mute", methods: { POST: participants.mute } },
    {
      path: "/communications/calls/:call/participants/:participant/startHoldMusic",
      methods: { POST: participants.startHoldMusic }
    },
    {
      path: "/communications/calls/:call/participants/:participant/stopHoldMusic",
      methods: { POST: participants.stopHoldMusic }
    },
    {
      path: "/communications/calls/:call/audioRoutingGroups",
      methods: { GET: audioRoutingGroups.list, POST: audioRoutingGroups.create }
    },
    {
      path: "/communications/calls/:call/audioRoutingGroups/:group",
      methods: {
        GET: audioRoutingGroups.get,
        PATCH: audioRoutingGroups.update,
        DELETE: audioRoutingGroups.delete
      }
    },
    { path: "/communications/calls/:call/contentSharingSessions", methods: { GET: noSharing } },
    { path: "/communications/onlineMeetings", methods: { GET: onlineMeetings.list } },
    { path: "/communications/onlineMeetings/:meeting", methods: { GET: onlineMeetings.get } },
    { path: "/users/:user/onlineMeetings", methods: { GET: onlineMeetings.list, POST: onlineMeetings.create } },
    { path: "/users/:user/onlineMeetings/:meeting", methods: { GET: onlineMeetings.get } },
    { path: "/me/onlineMeetings", methods: { GET: onlineMeetings.list, POST: onlineMeetings.create } },
    { path: "/me/onlineMeetings/:meeting", methods: { GET: onlineMeetings.get } },
    { path: "/communications/calls/:call/operations", methods: { GET: operations.list, POST: operations.create } },
    { path: "/communications/calls/:call/operations/$count", methods: { GET: operations.count } },
    {
      path: "/communications/calls/:call/operations/:operation",
      methods: { GET: operations.get, PATCH: operations.update, DELETE: operations.delete }
    }
  ]

  const ofEmulator: ReadonlyArray<Entry> = [
    { path: "/metrics", methods: { GET: metrics } },
    { path: "/health", methods: { GET: health(version, stopping) } },
    { path: "/bounds", methods: { GET: bounds(options) } },
    { path: "/reset", methods: { POST: reset } },
    { path: "/snapshot", methods: { GET: saveSnapshot, PUT: loadSnapshot } },
    { path: "/events", methods: { GET: events(stopping) } },
    { path: "/clock", methods: { GET: readClock, POST: changeClock } },
    { path: "/clock/advance", methods: { GET: waitForAdvance, DELETE: cancelAdvance } },
    { path: "/tokens", methods: { POST: makeToken(options) } },
    { path: "/permissions", methods: { GET: listPermissions } },
    { path: "/notifications", methods: { GET: listNotifications } },
    { path: "/notifications/:id/redeliver", methods: { POST: redeliver } },
    { path: "/requests", methods: { GET: listRequests, DELETE: forgetRequests } },
    { path: "/requests.har", methods: { GET: exportRequests(version) } },
    { path: "/expectations", methods: { POST: checkExpectation } },
    { path: "/faults", methods: { GET: listFaults, POST: addFault, DELETE: clearFaults } },
    { path: "/faults/:id", methods: { DELETE: removeFault } },
    { path: "/incomingCalls", methods: { POST: callBot(callbackHosts) } },
    { path: "/sounds", methods: { GET: listSounds } },
    { path: "/sounds/:sound", methods: { GET: getSound, PUT: putSound } },
    { path: "/calls", methods: { GET: listCalls } },
    { path: "/calls/:call/timeline", methods: { GET: timeline } },
    { path: "/calls/:call/prompts", methods: { GET: prompts } },
    { path: "/calls/:call/audio", methods: { GET: audio } },
    { path: "/calls/:call/operations", methods: { GET: listOperations } },
    { path: "/calls/:call/script", methods: { GET: readScript } },
    { path: "/calls/:call/participants", methods: { GET: people.list, POST: people.join } },
    { path: "/calls/:call/participants/:participant", methods: { PATCH: people.mute, DELETE: people.leave } },
    { path: "/calls/:call/caller", methods: { PUT: setCallerScript, POST: act } },
    { path: "/calls/:call/caller/voice", methods: { POST: speak } },
    { path: "/calls/:call/recordings/:operation", methods: { GET: download } },
    { path: "/.well-known/openid-configuration", methods: { GET: openIdConfiguration(options.cloud) } },
    { path: "/.well-known/jwks.json", methods: { GET: jwks } }
  ]

  /** What Microsoft's other names answer: those that give tokens, and those that say who signs notifications. */
  const ofAuthority: ReadonlyArray<Entry> = [
    { path: "/:tenant/oauth2/v2.0/token", methods: { POST: token(options) } },
    { path: "/:tenant/oauth2/token", methods: { POST: token(options) } },
    { path: "/:tenant/v2.0/.well-known/openid-configuration", methods: { GET: tenantConfiguration(options) } },
    { path: "/:tenant/.well-known/openid-configuration", methods: { GET: tenantConfiguration(options) } },
    { path: "/:tenant/discovery/v2.0/keys", methods: { GET: jwks } },
    { path: "/:tenant/discovery/keys", methods: { GET: jwks } },
    { path: "/:tenant/discovery/instance", methods: { GET: instanceDiscovery(options) } },
    { path: "/v1/.well-known/openidconfiguration", methods: { GET: openIdConfiguration(options.cloud) } }
  ]

  return [
    ...versions.flatMap((version) => under(version, ofGraph)),
    ...under("_emulator", ofEmulator),
    ...at("authority", ofAuthority)
  ]
}

/** A route as it is written down. */
interface Entry {
  readonly path: string
  readonly methods: Methods
}

const under = (api: Route["api"], entries: ReadonlyArray<Entry>): ReadonlyArray<Route> =>
  at(api, entries.map(({ methods, path }) => ({ methods, path: `/${api}${path}` })))

const at = (api: Route["api"], entries: ReadonlyArray<Entry>): ReadonlyArray<Route> =>
  entries.map(({ methods, path }) => ({ path, api, methods: new Map(Object.entries(methods)) }))

/** The methods of a route, as `Allow` names them: whoever can GET can HEAD. */
export const allowedMethods = ({ methods }: Route): string =>
  Array.from(methods.keys()).flatMap((method) => method === "GET" ? ["GET", "HEAD"] : [method]).join(", ")
