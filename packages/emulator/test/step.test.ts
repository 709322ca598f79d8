import { assert, describe, it } from "@effect/vitest"
import { CallId, isFinal, mergeUpdate, newOperation, OperationId, type OperationKey } from "@recordop/core"
import { defaultRecordResponse, isRecordOperation, type RecordResponseParameters } from "@recordop/core/calls"
import { CallerAction, CallerStep } from "@recordop/emulator/model/caller/CallerStep"
import { CallState, establishingTime, implicitCall, ringingTime, toCall } from "@recordop/emulator/model/CallState"
import {
  actByHand,
  cancelMedia,
  changeQueued,
  hangUpByBot,
  keepAlive,
  passTime,
  setScript,
  start,
  subscribeToTone,
  updateIf
} from "@recordop/emulator/model/commands"
import { answerCall, rejectCall } from "@recordop/emulator/model/incoming"
import { invite } from "@recordop/emulator/model/invitations"
import { Task } from "@recordop/emulator/model/operations/index"
import { startPlayPrompt } from "@recordop/emulator/model/operations/playPrompt"
import { startRecordResponse } from "@recordop/emulator/model/operations/recordResponse"
import { startSendDtmfTones } from "@recordop/emulator/model/operations/sendDtmfTones"
import { comeInByHand, muteBot, removeParticipant } from "@recordop/emulator/model/participants"
import { botIn, personIn } from "@recordop/emulator/model/people"
import { defaultCallSettings } from "@recordop/emulator/model/Settings"
import { type Command, step } from "@recordop/emulator/model/step"
import { startStory } from "@recordop/emulator/model/story/Story"
import { transfer } from "@recordop/emulator/model/transfer"
import type { CallChange, LoadedCall, QueuedOperation, StoredOperation } from "@recordop/emulator/model/Turn"
import { Arbitrary, Result, Schema } from "effect"

const textOf = (value: unknown): string => typeof value === "string" ? value : assert.fail("it is no text")

const id = CallId.make("57dab8b1-894c-409a-b240-bd8beae78896")
const first = OperationId.make("first")
const second = OperationId.make("second")

/** A call as a store keeps it: what changes is put in, and a window of the queue is given out. */
class KeptCall {
  state: CallState = { ...implicitCall(id), callbackUri: "http://localhost/callback" }
  dueAt: number | null = null
  readonly operations = new Map<string, StoredOperation>()
  readonly told: Array<string> = []
  /** What has become of steps of scripts, as in `1 true`. */
  readonly decided: Array<string> = []
  /** Every roster that was told, as text. */
  readonly rosters: Array<string> = []
  readonly window: number
  private scripts: LoadedCall["scripts"] = new Map()

  constructor(window: number) {
    this.window = window
  }

  queue(): ReadonlyArray<QueuedOperation> {
    return Array.from(this.operations.values()).flatMap(({ task, ...current }) =>
      task === null ? [] : [{ ...current, task }]
    )
  }

  load(wanted: "first" | "all", target?: OperationKey["operationId"]): LoadedCall {
    const queue = this.queue()
    const isWhole = wanted === "all" || queue.length <= this.window
    const found = target === undefined ? undefined : this.operations.get(target)
    return {
      state: this.state,
      queue: isWhole ? queue : queue.slice(0, this.window),
      isWhole,
      scripts: this.scripts,
      ...(found === undefined ? {} : { target: found })
    }
  }

  keep(change: CallChange): void {
    if (change.state !== undefined) this.state = change.state
    if (change.dueAt !== undefined) this.dueAt = change.dueAt
    if (change.newScript !== undefined) {
      const { inUse, number, script } = change.newScript
      const used = Array.from(this.scripts).filter(([one]) => inUse.includes(one))
      this.scripts = new Map([...used, [number, script]])
    }
    for (const { changeType: _, ...stored } of change.operations) this.operations.set(stored.operation.id, stored)
    for (const { isMet, step } of change.decided) this.decided.push(`${step + 1} ${isMet}`)
    for (const { value } of change.told) {
      for (const { resourceData } of value) {
        if (Array.isArray(resourceData)) this.rosters.push(JSON.stringify(resourceData))
        else for (const { id, state } of [resourceData].flat()) this.told.push(textOf(state ?? id))
      }
    }
  }

  /** Gives a command until it is done, as the engine does; gives the tag of a refusal. */
  give<E extends { readonly _tag: string }>(command: Command<E>, at: number, target?: OperationId): string | undefined {
    let wanted: "first" | "all" = "first"
    for (let round = 0; round < 1_000; round++) {
      const done = step(this.load(wanted, target), command, at, defaultCallSettings)
      if (Result.isFailure(done)) return done.failure._tag
      if (done.success._tag === "NeedsQueue") {
        wanted = "all"
        continue
      }
      this.keep(done.success.change)
      if (done.success._tag === "Done") return undefined
      if (this.state._tag === "Terminated") return undefined
    }
    return assert.fail("it is never done")
  }
}

const record = (operationId: OperationId, parameters: Partial<RecordResponseParameters> = {}) => {
  const all = { ...defaultRecordResponse, ...parameters }
  const { operation, task } = startRecordResponse(operationId, all, `http://localhost/${operationId}`, "token")
  return start(operation, task, all.bargeInAllowed)
}

const both = (window = 8): KeptCall => {
  const call = new KeptCall(window)
  call.give(record(first), 0)
  call.give(record(second), 0)
  return call
}

const complete = (operationId: OperationId) =>
  changeQueued(id, operationId, updateIf({ status: "Completed" }, undefined))

const reasons = (call: KeptCall) =>
  Array.from(
    call.operations.values(),
    ({ operation }) => isRecordOperation(operation) ? operation.completionReason : operation["@odata.type"]
  )

describe("step", () => {
  it("tells once of each operation that somebody ends, and begins the next one", () => {
    const call = both()
    call.give(complete(first), 1_000, first)
    assert.deepStrictEqual(call.told, ["first"])
    const [head] = call.queue()
    assert.deepInclude(head?.task, { _tag: "Record" })
    assert.strictEqual(call.dueAt, 1_500)
    call.give(complete(second), 1_000, second)
    assert.deepStrictEqual([call.told, call.queue(), call.dueAt], [["first", "second"], [], null])
  })

  it("leaves the one that records alone when a waiting one is ended", () => {
    const call = both()
    const [before] = call.queue()
    call.give(complete(second), 100, second)
    assert.deepStrictEqual(call.told, ["second"])
    assert.deepStrictEqual(call.queue(), before === undefined ? [] : [before])
  })

  it("ends a call once when it is ended twice at the same instant", () => {
    for (const command of [hangUpByBot, actByHand({ _tag: "HangUp" })]) {
      const call = new KeptCall(8)
      call.give(setScript([{ _tag: "HangUp" }]), 0)
      call.give(record(first, { playBeep: false }), 0)
      assert.isUndefined(call.give(command, 0))
      assert.deepStrictEqual(call.told, ["first", "terminated"])
      assert.deepInclude(call.state, {
        _tag: "Terminated",
        resultInfo: { code: 200, subcode: 5002, message: "The conversation has ended. DiagCode: 0#5002.@" }
      })
      assert.strictEqual(call.give(record(second), 0), "CallNotFound")
    }
  })

  it("does everything that was missed, each at its own instant", () => {
    const call = both()
    call.give(passTime, 1_000_000)
    assert.deepStrictEqual(reasons(call), ["maxRecordDurationReached", "maxRecordDurationReached"])
    assert.strictEqual(call.dueAt, null)
  })

  it("changes nothing before something falls due", () => {
    const call = both()
    const done = step(call.load("first"), passTime, 499, defaultCallSettings)
    assert.deepStrictEqual(Result.isSuccess(done) && done.success._tag === "Done" ? done.success.change : done, {
      callId: id,
      decided: [],
      dueAt: 500,
      operations: [],
      recordings: [],
      told: []
    })
  })

  it("gives states and tasks that survive JSON", () => {
    const states = Schema.fromJsonString(CallState)
    const tasks = Schema.fromJsonString(Task)
    const call = both()
    call.give(passTime, 3_000)
    assert.deepStrictEqual(Schema.decodeSync(states)(Schema.encodeSync(states)(call.state)), call.state)
    for (const { task } of call.queue()) {
      assert.deepStrictEqual(Schema.decodeSync(tasks)(Schema.encodeSync(tasks)(task)), task)
    }
  })
})

describe("a call with a script of its own", () => {
  it("goes on when the script of all calls is another one now", () => {
    const established: CallState = {
      ...implicitCall(id),
      _tag: "Established",
      story: { ...startStory(0), next: 5, until: 5_000 }
    }
    const call = new KeptCall(8)
    call.state = established
    assert.isUndefined(call.give(passTime, 10_000))
  })

  it("has failed before another script takes its place, if its time was over", () => {
    const call = new KeptCall(8)
    const awaited = { _tag: "Expect", occasion: { _tag: "Transfer" }, within: 1_000 } as const
    call.give(setScript([awaited]), 0)
    call.give(setScript([{ _tag: "Tone", tone: "1" }]), 5_000)
    assert.deepStrictEqual(call.decided, ["1 false"])
  })

  it("stays small however long the addresses of prompts are", () => {
    const call = new KeptCall(8)
    call.give(setScript([{ _tag: "When", occasion: { _tag: "RecordingBegins" }, within: null }]), 0)
    const long = { mediaInfo: { uri: `https://cdn.contoso.com/${"a".repeat(100_000)}` } }
    const { operation, task } = startPlayPrompt(first, { prompts: [long, long, long], clientContext: null })
    call.give(start(operation, task, false), 0)
    call.give(passTime, 60_000)
    assert.isBelow(JSON.stringify(call.state).length, 10_000)
  })

  it("does not live longer by a transfer that fails, and one that nobody made lives on", () => {
    const call = new KeptCall(8)
    call.give(setScript([{ _tag: "Fail", part: "transfer" }]), 0)
    call.give(transfer({ transferTarget: { identity: {} } }), 0)
    call.give(passTime, 10_000_000)
    assert.strictEqual(call.state._tag, "Established")
  })
})

const Happening = Schema.TaggedUnion({
  Record: { bargeIn: Schema.Boolean, prompt: Schema.Boolean, seconds: Schema.Literals([1, 3, 60]) },
  Prompt: {},
  Press: { keys: Schema.Literals([1, 3]) },
  Listen: {},
  Answer: {},
  Reject: {},
  Cancel: {},
  Act: { action: CallerAction },
  Invite: {},
  Join: {},
  Remove: { seat: Schema.Literals([0, 1, 2, 3]) },
  MuteBot: { isMuted: Schema.Boolean },
  Transfer: {},
  KeepAlive: {},
  Script: { script: Schema.NonEmptyArray(CallerStep).check(Schema.isMaxLength(6)) },
  Complete: { which: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 9 })) },
  End: {},
  Pass: {}
})
const Happenings = Schema.Array(Schema.Struct({
  after: Schema.Literals([0, 1, 500, 1_000, 2_000, 30_000, 600_000]),
  happening: Happening
})).check(Schema.isMaxLength(25))
type Happenings = typeof Happenings.Type

const prompt = { mediaInfo: { uri: "https://cdn.contoso.com/a.wav" } }

/** A call in which all of it happens, as seen through a window of the queue. */
const play = (
  happenings: Happenings,
  window: number,
  look: (call: KeptCall, at: number) => void = () => undefined,
  phase: "Established" | "Incoming" | "Establishing" = "Established"
) => {
  const call = new KeptCall(window)
  if (phase === "Establishing") {
    call.state = {
      ...call.state,
      _tag: "Establishing",
      until: establishingTime,
      roster: [
        personIn({ user: { id: "1" } }, { participantId: "caller", endpointId: "" }, 0),
        botIn({ application: { id: "2" } }, { participantId: "bot", endpointId: "" }, "2")
      ],
      properties: { meetingInfo: {}, myParticipantId: "bot" }
    }
    call.dueAt = establishingTime
  }
  if (phase === "Incoming") {
    call.state = { ...call.state, _tag: "Incoming", until: ringingTime }
    call.dueAt = ringingTime
  }
  let at = 0
  for (const [index, { after, happening }] of happenings.entries()) {
    at += after
    const operationId = OperationId.make(`operation-${index}`)
    switch (happening._tag) {
      case "Record": {
        const { bargeIn, prompt: hasPrompt, seconds } = happening
        call.give(
          record(operationId, {
            bargeInAllowed: bargeIn,
            prompts: hasPrompt ? [prompt] : [],
            maxRecordDurationInSeconds: seconds
          }),
          at
        )
        break
      }
      case "Prompt": {
        const { operation, task } = startPlayPrompt(operationId, { prompts: [prompt], clientContext: null })
        call.give(start(operation, task, false), at)
        break
      }
      case "Press": {
        const tones = Array.from({ length: happening.keys }, () => "star" as const)
        const { operation, task } = startSendDtmfTones(operationId, {
          tones,
          delayBetweenTonesMs: 0,
          clientContext: null
        })
        call.give(start(operation, task, false), at)
        break
      }
      case "Listen":
        call.give(subscribeToTone(mergeUpdate(newOperation(operationId, {}), { status: "Completed" })), at)
        break
      case "Answer":
        call.give(answerCall({ mediaConfig: {}, callbackUri: "http://localhost/answered" }), at)
        break
      case "Reject":
        call.give(rejectCall({ reason: "busy" }), at)
        break
      case "Cancel":
        call.give(cancelMedia(mergeUpdate(newOperation(operationId, {}), { status: "Completed" })), at)
        break
      case "Act":
        call.give(actByHand(happening.action), at)
        break
      case "Invite":
        call.give(
          invite({
            "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
            id: operationId,
            status: "Running",
            clientContext: null,
            resultInfo: null,
            participants: []
          }, [{ identity: {}, ids: { participantId: `invited-${index}`, endpointId: "" } }]),
          at
        )
        break
      case "Join":
        call.give(comeInByHand({ identity: {}, ids: { participantId: `joined-${index}`, endpointId: "" } }), at)
        break
      case "Remove": {
        const somebody = call.state.roster?.[happening.seat]
        if (somebody !== undefined) call.give(removeParticipant(somebody.id ?? ""), at)
        break
      }
      case "MuteBot":
        call.give(muteBot(happening.isMuted)(mergeUpdate(newOperation(operationId, {}), { status: "Completed" })), at)
        break
      case "Transfer":
        call.give(transfer({ transferTarget: { identity: {} } }), at)
        break
      case "KeepAlive":
        call.give(keepAlive, at)
        break
      case "Script":
        call.give(setScript(happening.script), at)
        break
      case "Complete": {
        const target = Array.from(call.operations.values())[happening.which]
        if (target?.task !== null && target !== undefined) {
          call.give(complete(target.operation.id), at, target.operation.id)
        }
        break
      }
      case "End":
        call.give(hangUpByBot, at)
        break
      case "Pass":
        call.give(passTime, at)
    }
    look(call, at)
  }
  return call
}

/** The states that calls are told to be in. */
const stateNames = new Set(["established", "transferring", "transferAccepted", "terminating", "terminated"])

const happenings = Arbitrary.schema(Happenings)

/** Nobody is told of a call that waits, and it does not wait for too long. */
const assertInTime = (call: KeptCall, at: number) => {
  call.give(passTime, at)
  const { state } = call
  assert.isFalse(state._tag === "Incoming" && at >= ringingTime)
  if (state._tag === "Incoming") assert.isEmpty(call.told)
  if (state._tag === "Established") assert.strictEqual(state.callbackUri, "http://localhost/answered")
}

describe("every call", () => {
  it.prop("1. does not change once it has ended, and nobody is told anything of it", [happenings], ([steps]) => {
    let told: number | undefined
    play(steps, 8, (call) => {
      if (call.state._tag !== "Terminated") return
      told ??= call.told.length
      assert.strictEqual(call.told.length, told)
      assert.strictEqual(call.told.at(-1), "terminated")
      assert.strictEqual(call.dueAt, null)
      assert.isEmpty(call.queue())
    })
  })

  it.prop(
    "2. ends an operation once, tells of it once, and takes it from the queue with that",
    [happenings],
    ([steps]) => {
      const call = play(steps, 8)
      for (const { operation, task } of call.operations.values()) {
        const ended = call.told.filter((one) => one === operation.id).length
        const isOver = operation.status === "Completed" || operation.status === "Failed"
        assert.strictEqual(isOver, task === null)
        assert.isAtMost(ended, 1)
        if (isRecordOperation(operation) && isFinal(operation) && operation.completionReason !== null) {
          assert.strictEqual(ended, 1)
        }
      }
    }
  )

  it.prop("3. has begun the first one in its queue, and no other", [happenings], ([steps]) => {
    play(steps, 8, (call) => {
      for (const [index, { task }] of call.queue().entries()) {
        const hasBegun = task._tag === "Record" ? task.run !== null : task.until !== null
        assert.strictEqual(hasBegun, index === 0)
      }
    })
  })

  it.prop("4. has nothing due that is past after time has passed", [happenings], ([steps]) => {
    play(steps, 8, (call, at) => {
      call.give(passTime, at)
      assert.isTrue(call.dueAt === null || call.dueAt > at)
    })
  })

  it.prop("5. keeps the ids of its operations", [happenings], ([steps]) => {
    const call = play(steps, 8)
    for (const [key, { operation }] of call.operations) assert.strictEqual(operation.id, key)
  })

  it.prop(
    "6. that comes in is answered in time, or ends, and tells each of its phases once",
    [happenings],
    ([steps]) => {
      const { told } = play(steps, 8, assertInTime, "Incoming")
      for (const phase of ["establishing", "terminating", "terminated"]) {
        assert.isAtMost(told.filter((one) => one === phase).length, 1)
      }
      assert.isTrue(!told.includes("established") || told[0] === "establishing")
    }
  )

  it.prop("7. is told of its roster exactly when that changes", [happenings], ([steps]) => {
    let before: string | undefined
    let count = 0
    play(steps, 8, (call) => {
      const now = JSON.stringify(call.state.roster)
      // Whoever leaves last is told of, and the call ends with that.
      if (call.state._tag === "Established" && call.rosters.length > count) assert.strictEqual(call.rosters.at(-1), now)
      if (call.state._tag === "Established" && before !== undefined && before !== now) {
        assert.isAbove(call.rosters.length, count)
      }
      if (before === now) assert.strictEqual(call.rosters.length, count)
      if (call.state._tag !== "Establishing") before = now
      count = call.rosters.length
    }, "Establishing")
  })

  it.prop("9. is in the state that it was told of last", [happenings], ([steps]) => {
    play(steps, 8, (call) => {
      const last = call.told.findLast((one) => stateNames.has(one))
      if (last !== undefined && last !== "terminating") assert.strictEqual(toCall(call.state).state, last)
    }, "Establishing")
  })

  it.prop("8. that nobody keeps alive ends in the end, and everything in it", [happenings], ([steps]) => {
    const call = play(steps, 8, undefined, "Establishing")
    const last = steps.reduce((sum, { after }) => sum + after, 0)
    call.give(passTime, last + 10_000_000)
    assert.strictEqual(call.state._tag, "Terminated")
    assert.isEmpty(call.queue())
    for (const { operation } of call.operations.values()) assert.notStrictEqual(operation.status, "Running")
  })

  it.prop("is the same however much of its queue is loaded", [happenings], ([steps]) => {
    // A command that is refused keeps nothing, not even that time has passed, unless that had to be kept first.
    const passed: Happenings = [...steps, { after: 0, happening: { _tag: "Pass" } }]
    const whole = play(passed, 1_000)
    const window = play(passed, 2)
    assert.deepStrictEqual(window.told, whole.told)
    assert.deepStrictEqual(Array.from(window.operations), Array.from(whole.operations))
    assert.deepStrictEqual(window.state, whole.state)
  })
})
