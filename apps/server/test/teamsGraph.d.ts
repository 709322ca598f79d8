/** The package has types that Node's resolution of modules does not find. */
declare module "@microsoft/teams.graph-endpoints/communications/calls" {
  import type { EndpointRequest } from "@microsoft/teams.graph"

  type Body = Readonly<Record<string, unknown>>
  type Params = Readonly<Record<string, unknown>>
  type Answer = EndpointRequest<Readonly<Record<string, unknown>> & { readonly value: ReadonlyArray<Body> }>
  type Make = { readonly create: (body?: Body, params?: Params) => Answer }
  type Resource = Make & {
    readonly list: (params?: Params) => Answer
    readonly get: (params?: Params) => Answer
    readonly update: (body: Body, params?: Params) => Answer
    readonly del: (params?: Params) => Answer
  }

  export const create: Resource["create"]
  export const list: Resource["list"]
  export const get: Resource["get"]
  export const update: Resource["update"]
  export const del: Resource["del"]
  export const logTeleconferenceDeviceQuality: Make
  export const addLargeGalleryView: Make
  export const answer: Make
  export const cancelMediaProcessing: Make
  export const changeScreenSharingRole: Make
  export const keepAlive: { readonly create: (params?: Params) => Answer }
  export const mute: Make
  export const playPrompt: Make
  export const recordResponse: Make
  export const redirect: Make
  export const reject: Make
  export const sendDtmfTones: Make
  export const subscribeToTone: Make
  export const transfer: Make
  export const unmute: Make
  export const updateRecordingStatus: Make
  export const audioRoutingGroups: Resource
  export const contentSharingSessions: Resource
  export const operations: Resource
  export const participants: Resource & {
    readonly invite: Make
    readonly mute: Make
    readonly startHoldMusic: Make
    readonly stopHoldMusic: Make
  }
}
