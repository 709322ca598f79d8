import { Predicate, type Schema } from "effect"
import { formatETag } from "../ETag.ts"
import type { CallId } from "../Ids.ts"
import { notification, pick, type Properties } from "../internal/notification.ts"
import type { ResultInfo } from "../ResultInfo.ts"
import { encodeStatus, type StatusCasing } from "../StatusCasing.ts"
import type { Call } from "./Call.ts"
import { isRecordOperation, type VersionedCallOperation } from "./CallOperation.ts"
import type { CommsNotification, CommsNotifications } from "./CommsNotifications.ts"
import type { NotificationForm } from "./NotificationForm.ts"
import type { ToneName } from "./NotifiedCall.ts"
import type { Tone } from "./Tone.ts"

/** What Graph sends empty of calls that stand or have stood. */
const emptyParts: Properties = {
  meetingCapability: { "@odata.type": "#microsoft.graph.meetingCapability" },
  coOrganizers: []
}

/**
 * Says that a call is in another state: in one notification, or in several, as a call that is established is told of
 * again for its media, its chat and its meeting.
 */
export const callNotifications = (call: Call, form: NotificationForm): ReadonlyArray<CommsNotifications> =>
  form === "captured" ? capturedOf(call) : [documentedOf(call)]

const changeTypeOf = ({ state }: Call): CommsNotification["changeType"] => {
  if (state === "incoming") return "created"
  return state === "terminated" ? "deleted" : "updated"
}

/** Why a call has ended; one that was transferred after a consultation says it in a word. */
const endingOf = (call: Call): ReadonlyArray<string> =>
  Predicate.isNotNullish(call["terminationReason"]) ? ["terminationReason"] : ["resultInfo"]

/** Who calls whom, as it stands in what is told of incoming calls. */
const parties = ["direction", "callbackUri", "source", "targets"]
const places = ["tenantId", "myParticipantId", "callChainId", "incomingContext", "id"]

const capturedOf = (call: Call): ReadonlyArray<CommsNotifications> => {
  const isIncoming = call["direction"] === "incoming"
  const tell = (data: Properties) =>
    notification("captured", changeTypeOf(call), call.id, {
      "@odata.type": call["@odata.type"],
      state: call.state,
      ...data,
      ...pick(call, isIncoming ? ["callChainId", "id"] : ["callChainId"])
    })
  switch (call.state) {
    case "incoming":
      return [tell(pick(call, [...parties, "requestedModalities", ...places]))]
    case "established": {
      const told = [
        ["mediaState"],
        ...(Predicate.isNotNullish(call["chatInfo"]) ? [["mediaState", "chatInfo"]] : []),
        ...(Predicate.isNotNullish(call["meetingInfo"]) ? [["mediaState", "chatInfo", "meetingInfo"]] : [])
      ]
      return [
        tell(pick(call, ["direction"])),
        ...told.map((names) => tell({ ...pick(call, names), ...emptyParts }))
      ]
    }
    case "terminated":
      return [
        isIncoming
          ? tell(pick(call, [...endingOf(call), ...parties, ...places]))
          : tell({ ...pick(call, [...endingOf(call), "meetingInfo"]), ...emptyParts })
      ]
    default:
      return [tell({})]
  }
}

/**
 * Source: Graph, "Create call" (states of a call, callbackUri beside them), "Delete call" (its end), and "call: answer" and
 * "call: redirect" (incoming ones).
 */
const documentedOf = (call: Call): CommsNotifications => {
  const { "@odata.type": type, callbackUri, id, state } = call
  if (state === "incoming") {
    const names = [...parties, "requestedModalities", "tenantId", "myParticipantId", "id"]
    return notification("docs", "created", id, { "@odata.type": type, state, ...pick(call, names) })
  }
  const isEnd = state === "terminating" || state === "terminated"
  if (state === "transferring" || state === "transferAccepted") {
    return notification("docs", "updated", id, { "@odata.type": type, state })
  }
  const names = isEnd
    ? endingOf(call)
    : [...(state === "established" ? ["direction"] : []), "chatInfo", "meetingInfo", "id"]
  return notification(
    "docs",
    changeTypeOf(call),
    id,
    { "@odata.type": type, state, ...pick(call, names) },
    isEnd || callbackUri === null ? {} : { callbackUri }
  )
}

/** Says that a call goes on because it could not be transferred. */
export const transferFailedNotification = (
  call: Call,
  resultInfo: ResultInfo,
  form: NotificationForm
): CommsNotifications =>
  notification(form, "updated", call.id, {
    "@odata.type": call["@odata.type"],
    state: call.state,
    resultInfo: withType(resultInfo)
  })

const toneNames: Readonly<Record<Tone, ToneName>> = {
  "0": "tone0",
  "1": "tone1",
  "2": "tone2",
  "3": "tone3",
  "4": "tone4",
  "5": "tone5",
  "6": "tone6",
  "7": "tone7",
  "8": "tone8",
  "9": "tone9",
  "*": "star",
  "#": "pound",
  A: "a",
  B: "b",
  C: "c",
  D: "d"
}

/** Says that a key was pressed, the so-many-th of the call. */
export const toneNotification = (
  call: Call,
  tone: Tone,
  sequenceId: number,
  form: NotificationForm
): CommsNotifications =>
  notification(form, "updated", call.id, {
    "@odata.type": call["@odata.type"],
    state: call.state,
    toneInfo: {
      "@odata.type": "#microsoft.graph.toneInfo",
      sequenceId,
      tone: toneNames[tone]
    }
  })

/** How the end of an operation is told. */
export interface OperationNotificationOptions {
  readonly form: NotificationForm
  /** How `status` is spelled. */
  readonly casing: StatusCasing
}

/** Says that an operation has ended. */
export const operationNotification = (
  callId: CallId,
  { operation, version }: VersionedCallOperation,
  { casing, form }: OperationNotificationOptions
): CommsNotifications => {
  const path = `${callId}/operations/${operation.id}`
  const { "@odata.type": type, clientContext, id, status: written, resultInfo: result, ...own } = operation
  const status = encodeStatus(written, casing)
  const resultInfo = withType(result)
  if (form === "captured") {
    const data = withoutNulls({ ...own, status, clientContext, resultInfo, id })
    return notification(form, "deleted", path, { "@odata.type": type, ...data })
  }
  return notification(form, "deleted", path, {
    "@odata.type": type,
    "@odata.id": `/communications/calls/${path}`,
    "@odata.etag": formatETag(version),
    ...(isRecordOperation(operation)
      ? { id, clientContext, status, resultInfo, ...own }
      : { resultInfo, clientContext, status })
  })
}

const withoutNulls = (properties: Properties): Properties =>
  Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null))

const withType = (resultInfo: ResultInfo | null): Schema.Json =>
  resultInfo === null ? null : { "@odata.type": "#microsoft.graph.resultInfo", ...resultInfo }
