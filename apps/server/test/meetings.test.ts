import { assert, describe, it } from "@effect/vitest"
import { layerMemory } from "@recordop/emulator/memory/layer"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import { layerSqlite } from "@recordop/storage/Sqlite"
import { Effect } from "effect"
import { frozenServer } from "./frozen.ts"
import { errorOf, sending, testApp } from "./testApp.ts"

const joinWebUrl = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_1%40thread.v2/0?context=%7b%22Tid%22%7d"

const seed: Seed = {
  calls: [],
  meetings: [{
    id: "meeting-1",
    joinWebUrl,
    videoTeleconferenceId: "1234567",
    subject: "It's weekly",
    chatInfo: { threadId: "19:meeting_1@thread.v2", messageId: "0" },
    joinMeetingIdSettings: { joinMeetingId: "123456789012", passcode: "secret" },
    participants: { organizer: { identity: { user: { id: "bob", displayName: "Bob" } } } }
  }]
}

const filtered = (property: string, value: string): string =>
  `$filter=${encodeURIComponent(`${property} eq '${value.replaceAll("'", "''")}'`)}`

const stores = [
  ["memory", () => layerMemory(seed)],
  ["SQLite", () => layerSqlite(":memory:", seed)]
] as const

describe.each(stores)("online meetings (on %s)", (_, makeStore) => {
  it.live("are found by their address, their id to join and their old id", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      for (
        const path of [
          `/v1.0/users/bob/onlineMeetings?${filtered("JoinWebUrl", joinWebUrl)}`,
          `/beta/users/bob/onlineMeetings?${filtered("joinMeetingIdSettings/joinMeetingId", "123456789012")}`,
          `/v1.0/me/onlineMeetings?${filtered("joinWebUrl", joinWebUrl)}`,
          `/v1.0/communications/onlineMeetings?${filtered("VideoTeleconferenceId", "1234567")}`
        ]
      ) {
        const { body, status } = yield* server.send("GET", path)
        assert.strictEqual(status, 200, path)
        assert.deepStrictEqual(body.value.map(({ id }: { readonly id: string }) => id), ["meeting-1"], path)
      }
      const none = yield* server.send("GET", `/v1.0/me/onlineMeetings?${filtered("joinWebUrl", "https://other")}`)
      assert.deepStrictEqual(none.body.value, [])
      for (const id of ["1234567", "meeting-1"]) {
        const { body } = yield* server.send("GET", `/v1.0/communications/onlineMeetings/${id}`)
        assert.strictEqual(body.participants.organizer.identity.user.displayName, "Bob")
      }
      assert.strictEqual((yield* server.send("GET", "/v1.0/communications/onlineMeetings/none")).status, 404)
      for (const query of ["", `?$filter=subject%20eq%20'x'`]) {
        const refused = yield* server.send("GET", `/v1.0/me/onlineMeetings${query}`)
        assert.strictEqual(refused.status, 400)
        assert.match(refused.body.error.message, /joinWebUrl/)
      }
    }))

  it.live("are made, and then found and joined", () =>
    Effect.gen(function*() {
      const server = yield* frozenServer({}, makeStore())
      const made = yield* server.post("/v1.0/users/carol/onlineMeetings", {
        subject: "New",
        startDateTime: "2026-01-01"
      })
      assert.strictEqual(made.status, 201)
      assert.deepInclude(made.body, { subject: "New", startDateTime: "2026-01-01" })
      const context = JSON.parse(new URL(made.body.joinWebUrl).searchParams.get("context") ?? "")
      assert.strictEqual(context.Oid, "carol")
      assert.match(context.Tid, /^[0-9a-f-]{36}$/)
      assert.match(made.body.joinMeetingIdSettings.joinMeetingId, /^\d{12}$/)
      const found = yield* server.send(
        "GET",
        `/v1.0/users/carol/onlineMeetings?${filtered("JoinWebUrl", made.body.joinWebUrl)}`
      )
      const [{ chatInfo, joinMeetingIdSettings }] = found.body.value
      const ways = [
        { joinWebUrl: made.body.joinWebUrl },
        {
          meetingInfo: {
            "@odata.type": "#microsoft.graph.joinMeetingIdMeetingInfo",
            joinMeetingId: joinMeetingIdSettings.joinMeetingId,
            passcode: null
          }
        },
        {
          chatInfo,
          meetingInfo: {
            "@odata.type": "#microsoft.graph.organizerMeetingInfo",
            organizer: made.body.participants.organizer.identity
          }
        }
      ]
      for (const way of ways) {
        const { call } = yield* server.establish("http://localhost:9/callback", undefined, { targets: null, ...way })
        const { body } = yield* server.send("GET", `${call}?$expand=participants`)
        assert.strictEqual(body.chatInfo.threadId, chatInfo.threadId)
        assert.strictEqual(body.participants[0].info.identity.user.id, "carol")
      }
    }))
})

describe("canned responses", () => {
  const responses = [
    { method: "GET", path: "/users/Heidi@contoso.com", status: 200, body: { id: "1", mail: null } },
    { method: "POST", path: "/beta/users/1/sendMail", status: 202 },
    { method: "GET", path: "/communications/presences", status: 403, body: { error: { code: "Forbidden" } } }
  ] as const

  it.effect("answer what is not served, whatever the version when the path has none", () =>
    Effect.gen(function*() {
      const request = yield* testApp({ responses })
      for (const version of ["v1.0", "beta"]) {
        const { body, headers, status } = yield* request(`/${version}/users/heidi@contoso.com/?$select=id`)
        assert.deepStrictEqual([status, body], [200, { id: "1", mail: null }])
        assert.include(headers.get("Content-Type"), "application/json;odata.metadata=minimal")
        assert.isNotNull(headers.get("request-id"))
      }
      const mail = (version: string) => request(`/${version}/users/1/sendMail`, sending("POST", { message: {} }))
      assert.deepStrictEqual([(yield* mail("beta")).status, (yield* mail("v1.0")).status], [202, 404])
      assert.strictEqual((yield* request("/v1.0/communications/presences")).status, 403)
      assert.strictEqual((yield* request("/v1.0/users/heidi%40contoso.com")).status, 200)
      assert.strictEqual((yield* request("/v1.0/users/heidi@contoso.com", { method: "HEAD" })).status, 200)
      const missing = yield* request("/v1.0/users/other")
      assert.deepStrictEqual([missing.status, errorOf(missing).code], [404, "ResourceNotFound"])
      assert.include(errorOf(missing).message, "recordop serves the calls API")
    }))
})
