import type { CallOperation } from "@recordop/core/calls"
import { toCall } from "../CallState.ts"
import type { Instant } from "../Instant.ts"
import { isListening, playing } from "../operations/index.ts"
import type { QueuedOperation, Turn } from "../Turn.ts"
import type { MediaEvent, PromptOutcome } from "./MediaEvent.ts"

/** What could be seen and heard between two states of a call is remembered, all of it at one instant. */
export const withMediaEvents = (before: Turn, after: Turn, at: Instant): Turn => {
  const events = [
    ...ends(before, after, at),
    ...after.pressed.slice(before.pressed.length).map((tone): MediaEvent => ({ type: "tonePressed", at, tone })),
    ...beginnings(before, after, at),
    ...phase(before, after, at)
  ]
  return events.length === 0 ? after : { ...after, media: [...after.media, ...events] }
}

const phase = (before: Turn, after: Turn, at: Instant): ReadonlyArray<MediaEvent> =>
  before.state._tag === after.state._tag ? [] : [{ type: "callState", at, state: toCall(after.state).state }]

const ends = (before: Turn, after: Turn, at: Instant): ReadonlyArray<MediaEvent> => {
  const [was] = before.queue
  if (was === undefined) return []
  const { operation: { id: operationId }, task } = was
  const [now] = after.queue
  const still = now?.operation.id === operationId ? now : undefined
  const prompt = playing(task)
  const events: Array<MediaEvent> = []
  if (prompt !== undefined && prompt.index !== playingIndex(still)) {
    const { index } = prompt
    events.push({ type: "promptEnded", at, operationId, index, ...outcomeOf(endedIn(after, operationId)) })
  }
  if (isListening(task) && !isStillListening(still)) {
    const sound = after.heard.find((entry) => entry.operationId === operationId)?.sound
    events.push({ type: "recordingEnded", at, operationId, ...(sound === undefined || sound === "" ? {} : { sound }) })
  }
  return events
}

const beginnings = (before: Turn, after: Turn, at: Instant): ReadonlyArray<MediaEvent> => {
  const [now] = after.queue
  if (now === undefined) return []
  const { operation: { id: operationId }, task } = now
  const [was] = before.queue
  const earlier = was?.operation.id === operationId ? was : undefined
  const prompt = playing(task)
  const events: Array<MediaEvent> = []
  if (prompt !== undefined && prompt.index !== playingIndex(earlier)) {
    events.push({ type: "promptStarted", at, operationId, ...prompt })
  }
  if (isListening(task) && !isStillListening(earlier)) events.push({ type: "recordingStarted", at, operationId })
  return events
}

const playingIndex = (queued: QueuedOperation | undefined): number | undefined =>
  queued === undefined ? undefined : playing(queued.task)?.index

const isStillListening = (queued: QueuedOperation | undefined): boolean =>
  queued !== undefined && isListening(queued.task)

/** The operation as it ended; `undefined` while it goes on. */
const endedIn = (after: Turn, operationId: CallOperation["id"]): CallOperation | undefined =>
  after.writes.findLast(({ operation, task }) => operation.id === operationId && task === null)?.operation

/** How a prompt ended: one whose operation goes on was played to its end. */
const outcomeOf = (
  ended: CallOperation | undefined
): { readonly outcome: PromptOutcome; readonly message?: string } => {
  const reason = ended === undefined || !("completionReason" in ended) ? undefined : ended.completionReason
  switch (reason) {
    case "unknown":
    case "playPromptFailed":
    case "unspecifiedError":
      return { outcome: "failed", message: ended?.resultInfo?.message ?? "" }
    case "mediaOperationCanceled":
    case "operationCanceled":
      return { outcome: "canceled" }
    default:
      return { outcome: "completed" }
  }
}
