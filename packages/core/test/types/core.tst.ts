import type * as Core from "@recordop/core"
import type * as CallsModule from "@recordop/core/calls"
import type { Effect } from "effect"
import { describe, expect, test } from "tstyche"

type Operations = Core.RecordOperations["Service"]
type Calls = CallsModule.Calls["Service"]

type Tag<E> = E extends { readonly _tag: infer T } ? T : never

type ErrorsOf<Method extends (...args: never) => Effect.Effect<unknown, unknown>> = Tag<
  Effect.Error<ReturnType<Method>>
>

describe("RecordOperations", () => {
  test("claims no error that a method cannot raise", () => {
    type Find = "CallNotFound" | "OperationNotFound" | "InvalidRequest" | "Unavailable"
    expect<ErrorsOf<Operations["get"]>>().type.toBe<Find>()
    expect<ErrorsOf<Operations["list"]>>().type.toBe<"CallNotFound" | "InvalidRequest" | "Unavailable">()
    expect<ErrorsOf<Operations["count"]>>().type.toBe<"CallNotFound" | "InvalidRequest" | "Unavailable">()
    expect<ErrorsOf<Operations["create"]>>().type.toBe<
      "AlreadyExists" | "OperationTooLarge" | "InvalidRequest" | "Unavailable"
    >()
    expect<ErrorsOf<Operations["update"]>>().type.toBe<Find | "VersionMismatch" | "OperationTooLarge">()
    expect<ErrorsOf<Operations["delete"]>>().type.toBe<Find | "VersionMismatch">()
  })
})

describe("Calls", () => {
  test("claims no error that a method cannot raise", () => {
    type Action = "CallNotFound" | "CallNotEstablished" | "InvalidMediaMode" | "InvalidRequest" | "Unavailable"
    expect<ErrorsOf<Calls["create"]>>().type.toBe<"InvalidRequest" | "Unavailable">()
    expect<ErrorsOf<Calls["get"]>>().type.toBe<"CallNotFound" | "InvalidRequest" | "Unavailable">()
    expect<ErrorsOf<Calls["end"]>>().type.toBe<"CallNotFound" | "InvalidRequest" | "Unavailable">()
    expect<ErrorsOf<Calls["recordResponse"]>>().type.toBe<Action>()
    expect<ErrorsOf<Calls["playPrompt"]>>().type.toBe<Action>()
    expect<ErrorsOf<Calls["cancelMediaProcessing"]>>().type.toBe<Action>()
  })

  test("tells kinds of operations apart by their type", () => {
    type Operation = CallsModule.CallOperation
    expect<Extract<Operation, { readonly "@odata.type": "#microsoft.graph.playPromptOperation" }>>().type.toBe<
      CallsModule.PlayPromptOperation
    >()
  })
})

describe("an operation and its update", () => {
  test("have the values of Graph's schema", () => {
    expect<Core.RecordOperation["status"]>().type.toBe<"NotStarted" | "Running" | "Completed" | "Failed">()
    expect<Core.RecordOperation["clientContext"]>().type.toBe<string | null>()
    expect<Core.RecordOperationUpdate>().type.toBeAssignableFrom<{ readonly status: "Failed"; readonly own: 1 }>()
    expect<Core.RecordOperationUpdate>().type.not.toBeAssignableFrom<{ readonly status: null }>()
    expect<Core.RecordOperationUpdate>().type.not.toBeAssignableFrom<{ readonly status: "completed" }>()
  })

  test("merge without a failure", () => {
    expect<ReturnType<typeof Core.mergeUpdate>>().type.toBe<Core.RecordOperation>()
  })

  test("have ids that are no plain text", () => {
    expect<Core.OperationKey["callId"]>().type.not.toBeAssignableFrom<string>()
  })
})
