import { Result } from "effect"
import { perform } from "../acting.ts"
import type { CallerScript } from "../caller/CallerScript.ts"
import { type CallerStep, isAwaiting } from "../caller/CallerStep.ts"
import { formatCallerStep } from "../caller/formatCallerScript.ts"
import type { CallState } from "../CallState.ts"
import type { Instant } from "../Instant.ts"
import { isListening } from "../operations/index.ts"
import { contextOf, type Turn } from "../Turn.ts"
import { describe, describeRoster, type Happening, happenings, isMetBy, isMetNow } from "./noticing.ts"
import { type Story, withMoments } from "./Story.ts"

/** A call with a story, while the caller goes on in it. */
interface Scene {
  readonly turn: Turn
  readonly story: Story
  /** What has happened since the step before. */
  readonly recent: ReadonlyArray<Happening>
}

/**
 * After something has happened in a call, its caller does whatever comes next in the script of the call, until a step has
 * to wait. Needs all that waits in the call.
 */
export const followStory = (before: Turn, after: Turn, at: Instant): Turn => {
  const { story } = after.state
  if (story === undefined || story === null) return after
  const script = scriptOf(after)
  let scene = observed({ turn: after, story, recent: [] }, before, at)
  for (;;) {
    const step = script[scene.story.next]
    if (step === undefined) break
    const next = tryStep(scene, step, at)
    if (next === undefined) break
    scene = next
  }
  const hasEnded = scene.turn.state._tag === "Terminated"
  const ended = hasEnded ? withUnmet(scene, script, at) : scene
  const isOver = hasEnded || ended.story.next >= script.length
  return withStory(isOver ? { ...ended, story: { ...ended.story, isOver } } : ended)
}

/** When the caller goes on by themselves. */
export const storyDueAt = (turn: Turn): Instant | undefined => {
  const { state: { story } } = turn
  if (story === undefined || story === null) return undefined
  if (story.until !== null) return story.until
  const step = scriptOf(turn)[story.next]
  return step === undefined || !isAwaiting(step) || step.within === null ? undefined : story.since + step.within
}

const scriptOf = (turn: Turn): CallerScript => {
  const { script, scriptOf } = contextOf(turn)
  return scriptOf(script)
}

const withStory = ({ story, turn }: Scene): Turn =>
  turn.state.story === story ? turn : { ...turn, state: withStoryIn(turn.state, story) }

const withStoryIn = (state: CallState, story: Story): CallState => ({ ...state, story })

/** What has happened since `before` is remembered, and can be what a step waits for. */
const observed = (scene: Scene, before: Turn, at: Instant): Scene => {
  const recent = happenings(before, scene.turn)
  const words = [...recent.map(describe), ...describeRoster(before.state, scene.turn.state)]
  return { ...scene, recent, story: withMoments(scene.story, at, words) }
}

/** The scene after a step; `undefined` when it has to wait. */
const tryStep = (scene: Scene, step: CallerStep, at: Instant): Scene | undefined => {
  const { recent, story, turn } = scene
  if (isAwaiting(step)) {
    const isMet = isMetNow(step.occasion, turn) || recent.some((one) => isMetBy(step.occasion, one))
    const isLate = step.within !== null && at >= story.since + step.within
    if (!isMet && (!isLate || turn.state._tag === "Terminated")) return undefined
    const decided = after(withOutcome(story, step, story.next, at, isMet), at)
    return { ...scene, story: isMet || step._tag === "Expect" ? decided : skipGuarded(decided, scriptOf(turn)) }
  }
  if (turn.state._tag === "Terminated") return undefined
  if (step._tag === "Speak" || step._tag === "Silence") return takeTime(scene, step, at)
  return acted({ ...scene, story: after(withMoments(story, at, [`caller: ${formatCallerStep(step)}`]), at) }, step, at)
}

/** What waits for something that did not come is not done: the step behind it, and all that are between. */
const skipGuarded = (story: Story, script: CallerScript): Story => {
  let { next } = story
  while (script[next]?._tag === "When") next++
  return { ...story, next: next + 1 }
}

/** Speaking waits for a recording that listens; silence only takes time. */
const takeTime = (
  scene: Scene,
  step: Extract<CallerStep, { readonly _tag: "Speak" | "Silence" }>,
  at: Instant
): Scene | undefined => {
  const { story, turn: { queue: [first] } } = scene
  if (story.until !== null) {
    return at < story.until ? undefined : { ...scene, recent: [], story: after(story, at) }
  }
  if (step._tag === "Speak" && (first === undefined || !isListening(first.task))) return undefined
  const begun = {
    ...withMoments(story, at, [`caller: ${formatCallerStep(step)}`]),
    until: at + step.milliseconds,
    isSpeaking: step._tag === "Speak"
  }
  return step._tag === "Speak" ? acted({ ...scene, story: begun }, step, at) : { ...scene, story: begun }
}

/** The caller does something; that nothing is there for it changes nothing. */
const acted = (
  scene: Scene,
  step: Exclude<CallerStep, { readonly _tag: "When" | "Expect" }>,
  at: Instant
): Scene => {
  const before = withStory(scene)
  const done = perform(before, step, at)
  return Result.isFailure(done) ? { ...scene, recent: [] } : observed({ ...scene, turn: done.success }, before, at)
}

/** It is the turn of the step that follows. */
const after = (story: Story, at: Instant): Story => ({
  ...story,
  next: story.next + 1,
  since: at,
  until: null,
  isSpeaking: false
})

const withOutcome = (story: Story, step: CallerStep, index: number, at: Instant, isMet: boolean): Story => ({
  ...withMoments(story, at, isMet ? [] : [`failed: ${formatCallerStep(step)}`]),
  outcomes: [...story.outcomes, { step: index, text: formatCallerStep(step), since: story.since, at, isMet }]
})

/** What is still expected when the call has ended does not come, and neither does what had a limit and was waited for. */
const withUnmet = (scene: Scene, script: CallerScript, at: Instant): Scene => {
  let { story } = scene
  for (const [index, step] of script.entries()) {
    const isExpected = step._tag === "Expect" || (step._tag === "When" && step.within !== null && index === story.next)
    if (index >= story.next && isExpected) story = withOutcome(story, step, index, at, false)
  }
  return { ...scene, story }
}
