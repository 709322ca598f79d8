import { Result } from "effect"
import { perform } from "../acting.ts"
import type { CallerScript } from "../caller/CallerScript.ts"
import { type CallerStep, isAwaiting, type Occasion } from "../caller/CallerStep.ts"
import { formatCallerStep } from "../caller/formatCallerScript.ts"
import type { CallState } from "../CallState.ts"
import type { Instant } from "../Instant.ts"
import { isListening } from "../operations/index.ts"
import { soundDuration } from "../recording/Sound.ts"
import { contextOf, type Turn } from "../Turn.ts"
import {
  describe,
  describeRoster,
  findNow,
  type Found,
  type Happening,
  happenings,
  isMetBy,
  keyOf
} from "./noticing.ts"
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
  const step = scriptOf(turn)[story.next]
  if (step === undefined) return undefined
  if (isAwaiting(step)) return step.within === null ? undefined : story.since + step.within
  return takesTime(step) ? story.until ?? undefined : undefined
}

type Lasting = Extract<CallerStep, { readonly _tag: "Speak" | "Play" | "Silence" }>

const takesTime = (step: CallerStep): step is Lasting =>
  step._tag === "Speak" || step._tag === "Play" || step._tag === "Silence"

const durationOf = (step: Lasting): number =>
  step._tag === "Play" ? soundDuration(step.file?.sound ?? "") : step.milliseconds

const scriptOf = (turn: Turn): CallerScript => {
  const { script, scriptOf } = contextOf(turn)
  return scriptOf(script)
}

const withStory = ({ story, turn }: Scene): Turn => {
  if (turn.state.story === story) return turn
  const known = turn.state.story?.outcomes.length ?? 0
  return {
    ...turn,
    state: withStoryIn(turn.state, story),
    decided: [...turn.decided, ...story.outcomes.slice(known)]
  }
}

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
    const met = meeting(step.occasion, scene)
    const isLate = step.within !== null && at >= story.since + step.within
    if (met === undefined && (!isLate || turn.state._tag === "Terminated")) return undefined
    const decided = after(withOutcome(story, step, story.next, at, met !== undefined), at)
    if (met === undefined) {
      return { ...scene, story: step._tag === "Expect" ? decided : skipGuarded(decided, scriptOf(turn)) }
    }
    return {
      ...scene,
      recent: recent.slice(met.used),
      story: met.key === undefined ? decided : { ...decided, met: met.key }
    }
  }
  if (turn.state._tag === "Terminated") return undefined
  if (takesTime(step)) return takeTime(scene, step, at)
  return acted({ ...scene, story: after(withMoments(story, at, [`caller: ${formatCallerStep(step)}`]), at) }, step, at)
}

/** What a step waits for, when it is there: how much of what has just happened is used up by it, and what it was met by. */
const meeting = (
  occasion: Occasion,
  { recent, story, turn }: Scene
): (Found & { readonly used: number }) | undefined => {
  const isFresh = (key: string | undefined): boolean => key === undefined || key !== story.met
  const index = recent.findIndex((one) => isMetBy(occasion, one) && isFresh(keyOf(one)))
  const happened = recent[index]
  if (happened !== undefined) return { used: index + 1, key: keyOf(happened) }
  const found = findNow(occasion, turn)
  return found !== undefined && isFresh(found.key) ? { used: 0, key: found.key } : undefined
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
  step: Lasting,
  at: Instant
): Scene | undefined => {
  const { story, turn: { queue: [first] } } = scene
  if (story.until !== null) {
    return at < story.until ? undefined : { ...scene, recent: [], story: after(story, at) }
  }
  const isSpeaking = step._tag !== "Silence"
  if (isSpeaking && (first === undefined || !isListening(first.task))) return undefined
  const begun = {
    ...withMoments(story, at, [`caller: ${formatCallerStep(step)}`]),
    until: at + durationOf(step),
    isSpeaking
  }
  return isSpeaking ? acted({ ...scene, story: begun }, step, at) : { ...scene, story: begun }
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
  outcomes: [
    ...story.outcomes,
    // A step that never had its turn was not waited for.
    { step: index, text: formatCallerStep(step), since: index === story.next ? story.since : at, at, isMet }
  ]
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
