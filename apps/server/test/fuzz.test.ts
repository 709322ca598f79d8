import { assert, describe, it } from "@effect/vitest"
import { formatETag, RecordCompletionReason } from "@recordop/core"
import { arbitraries } from "@recordop/core/arbitraries"
import { callId, operation } from "@recordop/testing/Fixtures"
import { Arbitrary, Effect, Schema } from "effect"
import { entity, errorOf, sending, testApp } from "./testApp.ts"

type Body = Record<string, unknown>

const isObject = (value: unknown): value is Body => typeof value === "object" && value !== null && !Array.isArray(value)

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  return isObject(value)
    ? Object.fromEntries(
      Object.entries(value).map(([name, item]): [string, unknown] => [name, sorted(item)]).toSorted(([one], [other]) =>
        one < other ? -1 : 1
      )
    )
    : value
}

/** Without what OData calls annotations; `-0` is 0. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (!isObject(value)) return value === 0 ? 0 : value
  const names = Object.keys(value).filter((name) =>
    (/^@(odata\.)?type$/i.test(name) || !name.includes("@")) && !["$id", "$ref", "$values"].includes(name)
  )
  return Object.fromEntries(names.map((name) => [name, plain(value[name])]))
}

const spellings = ["NotStarted", "Running", "Completed", "Failed", ...RecordCompletionReason.literals]
const spelled = (value: unknown): unknown =>
  spellings.find((one) => typeof value === "string" && one.toLowerCase() === value.toLowerCase()) ?? value

/** What a PATCH makes of an operation, as OData says it; written without a look at the code that does it. */
const merge = (current: Body, body: Body): Body => {
  const merged = { ...current }
  for (const [name, value] of Object.entries(body)) {
    if (name === "id" || name.includes("@") || name.startsWith("$")) continue
    if (name === "status" || name === "completionReason") merged[name] = spelled(value)
    else if (name === "resultInfo" && isObject(value)) {
      const { code, message, subcode } = value
      const given = Object.entries({ code, message, subcode }).filter(([, item]) => item !== undefined)
      const before = current["resultInfo"] ?? { code: 0, subcode: 0, message: null }
      if (given.length > 0) {
        merged[name] = { ...before, ...Object.fromEntries(given.map(([name, item]) => [name, plain(item)])) }
      }
    } else if (value === null && !Object.hasOwn(operation, name) || (value === null && name === "rating")) {
      Reflect.deleteProperty(merged, name)
    } else merged[name] = plain(value)
  }
  return merged
}
const json = Arbitrary.schema(Schema.Json)

/** Bodies that look like updates, with any JSON as values. */
const lookalike = Arbitrary.map(
  Arbitrary.all([
    Arbitrary.schema(Schema.Literals([
      "@odata.type",
      "id",
      "status",
      "clientContext",
      "resultInfo",
      "recordingLocation",
      "completionReason",
      "own"
    ])),
    json,
    Arbitrary.schema(Schema.Literals(["code", "subcode", "message", "@odata.type", "more"])),
    json
  ]),
  ([name, value, inner, innerValue]) =>
    JSON.stringify(name === "resultInfo" ? { [name]: { [inner]: innerValue } } : { [name]: value })
)

/** Valid bodies with a piece cut out, doubled or replaced. */
const broken = Arbitrary.map(
  Arbitrary.all([
    arbitraries.update,
    Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 200 }))),
    Arbitrary.schema(
      Schema.Literals(["", "\"", "{", "}}", "[", ",", "\\", "\u0000", "1e999", "\"__proto__\":", "null"])
    )
  ]),
  ([update, at, piece]) => {
    const text = JSON.stringify(update)
    const index = text.length === 0 ? 0 : at % text.length
    return (text.slice(0, index) + piece + text.slice(index + 1)).toWellFormed()
  }
)

const valid = Arbitrary.map(arbitraries.update, (update) => JSON.stringify(update))
const anything = Arbitrary.map(json, (value) => JSON.stringify(value))

const samples = Effect.fnUntraced(function*(arbitrary: Arbitrary.Arbitrary<string>) {
  return yield* Arbitrary.sampleEffect(arbitrary, { count: 500 })
})

describe("PATCH with any body", () => {
  it.effect("answers 200 with what mergeUpdate gives, or 400 and changes nothing", () =>
    Effect.gen(function*() {
      const request = yield* testApp()
      const bodies = (yield* Effect.forEach([valid, lookalike, broken, anything], samples)).flat()
      let current: Body = { ...operation }
      let version = 1
      let accepted = 0
      for (const [index, body] of bodies.entries()) {
        if (index % 25 === 0) {
          yield* request("/_emulator/reset", { method: "POST" })
          current = { ...operation }
          version = 1
        }
        const answer = yield* request(entity, sending("PATCH", body))
        if (answer.status === 200) {
          const merged = merge(current, JSON.parse(body))
          if (JSON.stringify(sorted(merged)) !== JSON.stringify(sorted(current))) version++
          current = merged
          accepted++
        } else {
          assert.strictEqual(answer.status, 400, body)
        }
        const { "@odata.context": _, "@odata.etag": etag, ...stored } = (yield* request(entity)).body
        assert.deepStrictEqual(stored, JSON.parse(JSON.stringify(current)), body)
        assert.strictEqual(etag, formatETag(version), body)
      }
      assert.isAbove(accepted, 500)
      assert.isBelow(accepted, bodies.length - 250)
    }))
})

/** A request of the calls service or of the emulator, and properties that it may have. */
const targets = [
  ["POST", "/v1.0/communications/calls", ["callbackUri", "targets", "meetingInfo", "source", "requestedModalities"]],
  ["POST", `/v1.0/communications/calls/${callId}/participants/invite`, ["participants", "clientContext"]],
  ["POST", `/v1.0/communications/calls/${callId}/participants/nobody/mute`, ["clientContext"]],
  ["POST", `/v1.0/communications/calls/${callId}/transfer`, ["transferTarget", "transferee", "clientContext"]],
  ["POST", `/v1.0/communications/calls/${callId}/changeScreenSharingRole`, ["role"]],
  ["POST", `/v1.0/communications/calls/${callId}/audioRoutingGroups`, ["routingMode", "sources", "receivers"]],
  ["POST", "/v1.0/communications/calls/logTeleconferenceDeviceQuality", ["quality"]],
  ["POST", "/v1.0/users/somebody/onlineMeetings", ["subject", "participants", "chatInfo", "joinMeetingIdSettings"]],
  ["POST", `/_emulator/calls/${callId}/participants`, ["user", "phone", "application"]],
  ["PATCH", `/_emulator/calls/${callId}/participants/nobody`, ["isMuted"]],
  ["POST", `/v1.0/communications/calls/${callId}/recordResponse`, [
    "prompts",
    "playBeep",
    "stopTones",
    "clientContext"
  ]],
  ["POST", `/v1.0/communications/calls/${callId}/playPrompt`, ["prompts", "clientContext", "loop"]],
  ["POST", `/v1.0/communications/calls/${callId}/cancelMediaProcessing`, ["clientContext", "all"]],
  ["POST", `/v1.0/communications/calls/${callId}/answer`, ["mediaConfig", "callbackUri", "acceptedModalities"]],
  ["POST", `/v1.0/communications/calls/${callId}/redirect`, ["targets", "timeout"]],
  ["POST", `/v1.0/communications/calls/${callId}/sendDtmfTones`, ["tones", "delayBetweenTonesMs", "clientContext"]],
  ["POST", `/v1.0/communications/calls/${callId}/updateRecordingStatus`, ["status", "clientContext"]],
  ["POST", "/_emulator/incomingCalls", ["from", "to", "script", "tenantId", "meeting"]],
  ["POST", "/_emulator/clock", ["mode", "scale", "advance"]],
  ["PUT", `/_emulator/calls/${callId}/caller`, ["script"]],
  ["POST", `/_emulator/calls/${callId}/caller`, ["step", "script"]]
] as const

const bodyOf = (names: ReadonlyArray<string>) =>
  Arbitrary.map(
    Arbitrary.all([Arbitrary.schema(Schema.Literals([...names, "other"])), json]),
    ([name, value]) => JSON.stringify(name === "other" ? value : { callbackUri: "http://localhost:9/", [name]: value })
  )

describe("other requests with any body", () => {
  it.effect.each(targets)(
    "%s %s answers what it likes, but no fault of its own",
    ([method, path, names]) =>
      Effect.gen(function*() {
        const request = yield* testApp({ clock: { mode: "frozen" } })
        const bodies = yield* Arbitrary.sampleEffect(bodyOf(names), { count: 300 })
        for (const body of bodies) {
          const answer = yield* request(path, sending(method, body))
          assert.isBelow(answer.status, 500, body)
          if (answer.status >= 400) assert.isNotEmpty(errorOf(answer).message, body)
        }
      })
  )
})
