const initiate = "Calls.Initiate.All"
const initiateGroup = "Calls.InitiateGroupCall.All"
const join = "Calls.JoinGroupCall.All"
const joinAsGuest = "Calls.JoinGroupCallAsGuest.All"
const accessMedia = "Calls.AccessMedia.All"
const readMeetings = "OnlineMeetings.Read.All"
const writeMeetings = "OnlineMeetings.ReadWrite.All"

/** All that calls of bots need. */
export const allRoles: ReadonlyArray<string> = [
  initiate,
  initiateGroup,
  join,
  joinAsGuest,
  accessMedia,
  readMeetings,
  writeMeetings
]

const calls = "/communications/calls"
const call = `${calls}/:call`
const participant = `${call}/participants/:participant`

/**
 * The application permissions that a request needs: any of them, the least first; none for what is not here. What Graph's page makes
 * depend on the body of a new call, whether it calls one or several or joins a meeting, is not told apart.
 *
 * Source: Graph, the pages of these actions, and its permissions reference.
 */
export const permissions: Readonly<Record<string, ReadonlyArray<string>>> = {
  [`POST ${calls}`]: [initiate, initiateGroup, join, joinAsGuest],
  [`GET ${call}`]: [initiate, accessMedia],
  [`DELETE ${call}`]: [initiate, accessMedia],
  [`POST ${call}/redirect`]: [initiate],
  [`POST ${call}/transfer`]: [initiate],
  [`POST ${call}/recordResponse`]: [accessMedia],
  [`POST ${call}/playPrompt`]: [initiate, accessMedia],
  [`POST ${call}/cancelMediaProcessing`]: [initiate, accessMedia],
  [`POST ${call}/subscribeToTone`]: [accessMedia],
  [`POST ${call}/updateRecordingStatus`]: [accessMedia, join],
  [`GET ${call}/participants`]: [initiate],
  [`GET ${participant}`]: [initiate],
  [`POST ${call}/participants/invite`]: [initiateGroup],
  [`DELETE ${participant}`]: [join, joinAsGuest],
  "GET /users/:user/onlineMeetings": [readMeetings, writeMeetings],
  "POST /users/:user/onlineMeetings": [writeMeetings],
  "GET /users/:user/onlineMeetings/:meeting": [readMeetings, writeMeetings],
  "GET /communications/onlineMeetings": [readMeetings, writeMeetings],
  "GET /communications/onlineMeetings/:meeting": [readMeetings, writeMeetings]
}
