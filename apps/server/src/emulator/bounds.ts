import { defaultBounds } from "@recordop/emulator/EventLog"
import { journalBounds } from "@recordop/emulator/ports/Journal"
import { KeptBounds } from "@recordop/emulator/protocol/bounds"
import { keptMeetings, keptSoundBytes } from "@recordop/emulator/Store"
import { Effect, Schema } from "effect"
import { plainJson } from "../graph/Answer.ts"
import type { Handler } from "../graph/Bridge.ts"
import type { ServerSettings } from "../ServerSettings.ts"

const encodeBounds = Schema.encodeEffect(KeptBounds)

/** What of the settings says how much is kept. */
export type Kept = Pick<
  ServerSettings,
  "maxEndedCalls" | "maxNotifications" | "maxNotificationBytes" | "recordingRetention"
>

/** `GET /_emulator/bounds`: how much is kept of what is over. */
export const bounds = (
  { maxEndedCalls, maxNotificationBytes, maxNotifications, recordingRetention }: Kept
): Handler<never> =>
  Effect.fnUntraced(function*() {
    const body = yield* Effect.orDie(encodeBounds({
      endedCalls: maxEndedCalls,
      notifications: maxNotifications,
      notificationBytes: maxNotificationBytes,
      events: defaultBounds.count,
      eventBytes: defaultBounds.bytes,
      meetings: keptMeetings,
      requests: journalBounds.requests,
      requestBytes: journalBounds.bytes,
      soundBytes: keptSoundBytes,
      recordingRetention
    }))
    return plainJson(200, body)
  })
