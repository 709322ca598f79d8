import type { Instant } from "../Instant.ts"
import { appendSound, type Sound, soundDuration } from "../recording/Sound.ts"
import type { MediaEvent } from "./MediaEvent.ts"
import { promptsPlayed } from "./promptsPlayed.ts"

/** What the bot and its caller say in a call of so many milliseconds. */
export interface CallAudio {
  readonly milliseconds: number
  readonly bot: Sound
  readonly caller: Sound
}

/** The longest call that is given as a file: one hour, in milliseconds. */
const longest = 3_600_000

/** Something that is said, in milliseconds from the beginning of the call. */
interface Utterance {
  readonly from: number
  readonly sound: Sound
}

/**
 * What could be heard in a call until an instant, from the first thing that is known of it. A prompt that was not fetched is a tone;
 * what the caller said is known where it was recorded, kept or not.
 */
export const callAudio = (events: ReadonlyArray<MediaEvent>, now: Instant): CallAudio => {
  const [first] = events
  if (first === undefined) return { milliseconds: 0, bot: "", caller: "" }
  const start = first.at
  const isOver = events.some((event) => event.type === "callState" && event.state === "terminated")
  const end = Math.max(start, Math.min(isOver ? events.at(-1)?.at ?? now : now, start + longest))
  const bot = promptsPlayed(events).map(({ endedAt = end, soundId, startedAt }): Utterance => ({
    from: startedAt - start,
    sound: appendSound(
      "",
      true,
      Math.min(endedAt, end) - startedAt,
      soundId === undefined ? undefined : `${soundId}:0`
    )
  }))
  const caller = events.flatMap((event): ReadonlyArray<Utterance> =>
    event.type === "recordingEnded" && event.sound !== undefined && event.at <= end
      ? [{ from: event.at - soundDuration(event.sound) - start, sound: event.sound }]
      : []
  )
  return { milliseconds: end - start, bot: channel(bot), caller: channel(caller) }
}

/** One side of a call, with silence where it says nothing. */
const channel = (utterances: ReadonlyArray<Utterance>): Sound => {
  let at = 0
  let sound: Sound = ""
  for (const { from, sound: said } of utterances) {
    sound = appendSound(sound, false, from - at) + said
    at = from + soundDuration(said)
  }
  return sound
}
