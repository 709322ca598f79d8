import { assert, describe, it } from "@effect/vitest"
import { RecordCompletionReason } from "@recordop/core"
import { defaultRecordResponse, RecordResponseParameters, Tone } from "@recordop/core/calls"
import { outcomes } from "@recordop/emulator/model/recording/outcomes"
import {
  nextDeadline,
  recordedSound,
  type Recording,
  type RecordingEvent,
  startRecording,
  stepRecording
} from "@recordop/emulator/model/recording/Recording"
import { soundDuration } from "@recordop/emulator/model/recording/Sound"
import { Arbitrary, Schema } from "effect"

const times = { promptDuration: 2_000, beepDuration: 500 }
const prompt = { mediaInfo: { uri: "https://cdn.contoso.com/prompt.wav" } }

/** Events at any time, in any order of kinds. */
const Events = Schema.Array(Schema.Union([
  Schema.Struct({
    after: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 8_000 })),
    _tag: Schema.Literals([
      "PromptEnded",
      "PromptFailed",
      "BeepPlayed",
      "BeepFailed",
      "SpeechStarted",
      "SpeechEnded",
      "MediaLost",
      "ErrorOccurred",
      "Cancelled",
      "CallEnded",
      "DeadlinePassed"
    ])
  }),
  Schema.TaggedStruct("ToneReceived", {
    after: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 8_000 })),
    tone: Tone
  })
]))

/** What only the caller does, so that recordings live long. */
const CallerEvents = Schema.Array(Schema.Struct({
  after: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 4_000 })),
  _tag: Schema.Literals(["SpeechStarted", "SpeechEnded", "DeadlinePassed"])
}))

const toEvents = (steps: typeof Events.Type): ReadonlyArray<RecordingEvent> => {
  let at = 0
  return steps.map(({ after, ...event }) => {
    at += after
    return { ...event, at }
  })
}

const play = (
  parameters: RecordResponseParameters,
  events: ReadonlyArray<RecordingEvent>
): ReadonlyArray<Recording> => {
  const recordings = [startRecording(parameters, times, 0)]
  for (const event of events) recordings.push(stepRecording(recordings.at(-1) ?? assert.fail(), event))
  return recordings
}

/** The recording when nothing more happens. */
const finish = (recording: Recording): Recording => {
  let current = recording
  for (let due = nextDeadline(current); due !== undefined; due = nextDeadline(current)) {
    current = stepRecording(current, { _tag: "DeadlinePassed", at: due })
  }
  return current
}

const endOf = ({ phase }: Recording) => phase._tag === "Ended" ? phase : assert.fail(`it is ${phase._tag}`)

const finalOf = (parameters: Partial<RecordResponseParameters>, events: ReadonlyArray<RecordingEvent>) =>
  endOf(finish(play({ ...defaultRecordResponse, ...parameters }, events).at(-1) ?? assert.fail()))

const parametersArbitrary = Arbitrary.schema(Schema.toType(RecordResponseParameters))

describe("a recording, whatever happens", () => {
  it.prop("ends, at the latest after prompt, beep, initial silence and maximum duration", [
    parametersArbitrary,
    Arbitrary.schema(Events)
  ], ([parameters, steps]) => {
    const { at } = endOf(finish(play(parameters, toEvents(steps)).at(-1) ?? assert.fail()))
    const latest = parameters.prompts.length * times.promptDuration + times.beepDuration +
      1_000 * (parameters.initialSilenceTimeoutInSeconds + parameters.maxRecordDurationInSeconds)
    assert.isAtMost(at, latest)
  })

  it.prop("never changes once it has ended", [parametersArbitrary, Arbitrary.schema(Events)], ([parameters, steps]) => {
    const recordings = play(parameters, toEvents(steps))
    const first = recordings.findIndex(({ phase }) => phase._tag === "Ended")
    if (first === -1) return
    for (const later of recordings.slice(first)) assert.deepStrictEqual(later, recordings[first])
  })

  it.prop("has a sound that lasts from when it listens to its end, and no longer than the maximum duration", [
    parametersArbitrary,
    Arbitrary.schema(CallerEvents)
  ], ([parameters, steps]) => {
    const recordings = play(parameters, toEvents(steps))
    const ended = finish(recordings.at(-1) ?? assert.fail())
    const listens = parameters.prompts.length * times.promptDuration + (parameters.playBeep ? times.beepDuration : 0)
    const duration = soundDuration(recordedSound(ended))
    assert.strictEqual(duration, endOf(ended).at - listens)
    assert.isAtMost(duration, parameters.maxRecordDurationInSeconds * 1_000)
    assert.notMatch(recordedSound(ended), /\+\d+\+|-\d+-/)
  })

  it.prop("does not care how often the clock is looked at", [
    parametersArbitrary,
    Arbitrary.schema(CallerEvents),
    Arbitrary.schema(Schema.Array(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 150_000 }))))
  ], ([parameters, steps, looks]) => {
    const events = toEvents(steps)
    const more: ReadonlyArray<RecordingEvent> = [
      ...events,
      ...looks.map((at): RecordingEvent => ({ _tag: "DeadlinePassed", at }))
    ].toSorted((left, right) => left.at - right.at)
    assert.deepStrictEqual(
      finish(play(parameters, more).at(-1) ?? assert.fail()),
      finish(play(parameters, events).at(-1) ?? assert.fail())
    )
  })
})

const spoken = (from: number, to: number): ReadonlyArray<RecordingEvent> => [
  { _tag: "SpeechStarted", at: from },
  { _tag: "SpeechEnded", at: to }
]

describe("a recording ends with", () => {
  const cases: Readonly<
    Record<
      RecordCompletionReason,
      readonly [parameters: Partial<RecordResponseParameters>, events: ReadonlyArray<RecordingEvent>, at: number]
    >
  > = {
    operationCanceled: [{}, [{ _tag: "Cancelled", at: 1_500 }], 1_500],
    stopToneDetected: [{ stopTones: ["#"] }, [{ _tag: "ToneReceived", at: 2_000, tone: "#" }], 2_000],
    maxRecordDurationReached: [{}, [{ _tag: "SpeechStarted", at: 1_000 }], 5_500],
    initialSilenceTimeout: [{ initialSilenceTimeoutInSeconds: 3 }, [], 3_500],
    maxSilenceTimeout: [{ maxSilenceTimeoutInSeconds: 1 }, spoken(1_000, 2_000), 3_000],
    playPromptFailed: [{ prompts: [prompt] }, [{ _tag: "PromptFailed", at: 1_000 }], 1_000],
    playBeepFailed: [{}, [{ _tag: "BeepFailed", at: 499 }], 499],
    mediaReceiveTimeout: [{}, [{ _tag: "MediaLost", at: 2_000 }], 2_000],
    unspecifiedError: [{}, [{ _tag: "ErrorOccurred", at: 2_000 }], 2_000]
  }

  it.each(RecordCompletionReason.literals)("%s", (reason) => {
    const [parameters, events, at] = cases[reason]
    const ended = finalOf(parameters, events)
    assert.deepStrictEqual([ended.reason, ended.at], [reason, at])
  })

  it("operationCanceled when the call ends, also before it listens", () => {
    const ended = finalOf({ prompts: [prompt] }, [{ _tag: "CallEnded", at: 100 }])
    assert.deepStrictEqual([ended.reason, ended.sound], ["operationCanceled", ""])
  })
})

describe("a recording", () => {
  it("plays its prompt, then the beep, and then listens", () => {
    const [prompting, beeping, listening] = play({ ...defaultRecordResponse, prompts: [prompt] }, [
      { _tag: "DeadlinePassed", at: 2_000 },
      { _tag: "DeadlinePassed", at: 2_500 }
    ]).map(({ phase }) => phase._tag)
    assert.deepStrictEqual([prompting, beeping, listening], ["Prompting", "Beeping", "Listening"])
  })

  it("listens at once without prompt and beep", () => {
    assert.strictEqual(play({ ...defaultRecordResponse, playBeep: false }, [])[0]?.phase._tag, "Listening")
  })

  it("holds silence before, between and after speech", () => {
    const { sound } = finalOf({ playBeep: false, maxRecordDurationInSeconds: 6 }, [
      { _tag: "SpeechStarted", at: 1_000 },
      { _tag: "SpeechEnded", at: 2_000 },
      { _tag: "SpeechStarted", at: 3_500 },
      { _tag: "SpeechEnded", at: 5_000 }
    ])
    assert.strictEqual(sound, "-1000+1000-1500+1500-1000")
  })

  it("lets a timer win over what the caller does at the same instant", () => {
    const tone = { _tag: "ToneReceived", at: 5_500, tone: "#" } as const
    assert.strictEqual(
      finalOf({ stopTones: ["#"] }, [{ _tag: "SpeechStarted", at: 600 }, tone]).reason,
      "maxRecordDurationReached"
    )
    assert.strictEqual(finalOf({}, [{ _tag: "SpeechStarted", at: 5_500 }]).reason, "initialSilenceTimeout")
  })

  it("takes silence for the reason when both timers expire at once", () => {
    const ended = finalOf({ maxSilenceTimeoutInSeconds: 2 }, [
      { _tag: "SpeechStarted", at: 500 },
      { _tag: "SpeechEnded", at: 3_500 }
    ])
    assert.deepStrictEqual([ended.reason, ended.at], ["maxSilenceTimeout", 5_500])
  })

  it("ignores keys that are no stop tones", () => {
    assert.strictEqual(
      finalOf({ stopTones: ["#"] }, [{ _tag: "ToneReceived", at: 1_000, tone: "*" }]).reason,
      "initialSilenceTimeout"
    )
  })
})

describe("outcomes", () => {
  it("have the codes of Graph's media platform", () => {
    assert.deepStrictEqual(
      RecordCompletionReason.literals.map((reason) => [
        reason,
        outcomes[reason].status,
        outcomes[reason].resultInfo.code,
        outcomes[reason].resultInfo.subcode
      ]),
      [
        ["operationCanceled", "Failed", 400, 8508],
        ["stopToneDetected", "Completed", 200, 8514],
        ["maxRecordDurationReached", "Completed", 200, 8515],
        ["initialSilenceTimeout", "Failed", 400, 8510],
        ["maxSilenceTimeout", "Completed", 200, 8509],
        ["playPromptFailed", "Failed", 500, 8511],
        ["playBeepFailed", "Failed", 500, 8512],
        ["mediaReceiveTimeout", "Failed", 500, 8513],
        ["unspecifiedError", "Failed", 500, 9999]
      ]
    )
  })
})
