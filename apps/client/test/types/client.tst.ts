import { createClient, type RecordopClient } from "@recordop/client"
import { describe, expect, test } from "tstyche"

type Call = ReturnType<RecordopClient["call"]>
type Operation = ReturnType<Call["operation"]>

describe("createClient", () => {
  test("needs a base URL, and takes tokens as text or from a function", () => {
    expect(createClient).type.toBeCallableWith({ baseUrl: "http://127.0.0.1:4080" })
    expect(createClient).type.toBeCallableWith({ baseUrl: "x", token: async () => "t", timeout: 5 })
    expect(createClient).type.not.toBeCallableWith({})
    expect(createClient).type.not.toBeCallableWith({ baseUrl: "x", retries: 5 })
  })

  test("gives promises of plain values", () => {
    expect<Awaited<ReturnType<Operation["get"]>>["@odata.etag"]>().type.toBe<string>()
    expect<Awaited<ReturnType<Operation["download"]>>>().type.toBe<Uint8Array>()
    expect<Awaited<ReturnType<Call["count"]>>>().type.toBe<number>()
    expect<Awaited<ReturnType<RecordopClient["clock"]["cancelAdvance"]>>>().type.toBe<void>()
  })

  test("refuses what is no update", () => {
    expect<Parameters<Operation["update"]>[0]>().type.not.toBeAssignableFrom<{ readonly status: "Done" }>()
  })
})
