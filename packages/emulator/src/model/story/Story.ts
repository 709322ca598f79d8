import { Schema } from "effect"
import { Instant } from "../Instant.ts"

/** Whether a step got what it waits for or expects, and how long that took from the moment that it was its turn. */
export const StepOutcome = Schema.Struct({
  /** The index of the step in the script. */
  step: Schema.Int,
  text: Schema.String,
  since: Instant,
  at: Instant,
  isMet: Schema.Boolean
})
export type StepOutcome = typeof StepOutcome.Type

/** Something that happened in a call, in words. */
export const Moment = Schema.Struct({ at: Instant, what: Schema.String })
export type Moment = typeof Moment.Type

/**
 * Where a caller is in a script of the whole call. The step at `next` has had its turn `since` then; `until` is when the
 * caller has spoken or been silent for as long as it says.
 */
export const Story = Schema.Struct({
  next: Schema.Int,
  since: Instant,
  until: Schema.NullOr(Instant),
  isSpeaking: Schema.Boolean,
  /** Whether nothing of the script is left, or the call has ended. */
  isOver: Schema.Boolean,
  /** The prompt or recording that has met a step last: it meets no other. */
  met: Schema.NullOr(Schema.String),
  outcomes: Schema.Array(StepOutcome),
  /** What happened in the call since the script began, the last of it. */
  timeline: Schema.Array(Moment)
})
export type Story = typeof Story.Type

/** How much of what happened is remembered. */
const maxMoments = 200

/** The script begins. */
export const startStory = (at: Instant): Story => ({
  next: 0,
  since: at,
  until: null,
  isSpeaking: false,
  isOver: false,
  met: null,
  outcomes: [],
  timeline: []
})

/** What happened is remembered. */
export const withMoments = (story: Story, at: Instant, what: ReadonlyArray<string>): Story =>
  what.length === 0
    ? story
    : { ...story, timeline: [...story.timeline, ...what.map((one) => ({ at, what: one }))].slice(-maxMoments) }
