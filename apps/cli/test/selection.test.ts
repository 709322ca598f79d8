import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { recordop, serve } from "./recordop.ts"

const call = "57dab8b1-894c-409a-b240-bd8beae78896"
const operation = "72b0e085-e085-72b0-85e0-b07285e0b072"

const printed = (stdout: string) => ({ code: 0, stdout, stderr: "" })

describe("what of a result is printed", () => {
  it.live("is the properties that --json names, in its order", () =>
    Effect.gen(function*() {
      const { env } = yield* serve()
      const one = yield* recordop(["get", call, operation, "--json", "status, id"], { env })
      assert.deepStrictEqual(one, printed(`{\n  "status": "Running",\n  "id": "${operation}"\n}\n`))
      const many = yield* recordop(["list", call, "--json", "clientContext", "-o", "jsonl"], { env })
      assert.deepStrictEqual(many, printed("{\"clientContext\":\"Client Context value\"}\n"))
    }))

  it.live("is what --jq makes of it: text as it is, anything else as JSON", () =>
    Effect.gen(function*() {
      const { env } = yield* serve()
      const text = yield* recordop(["get", call, operation, "-q", ".resultInfo.message, .status"], { env })
      assert.deepStrictEqual(text, printed("Message value\nRunning\n"))
      const other = yield* recordop(["list", call, "--json", "id", "--jq", "map(keys), length", "-o", "jsonl"], { env })
      assert.deepStrictEqual(other, printed("[[\"id\"]]\n1\n"))
      assert.deepStrictEqual(yield* recordop(["call", "list", "--jq", "empty"], { env }), printed(""))
    }))

  it.live("is nothing when a property or an expression is wrong, which one line says", () =>
    Effect.gen(function*() {
      const { env } = yield* serve()
      const property = yield* recordop(["get", call, operation, "--json", "id,state"], { env })
      assert.deepInclude(property, { code: 2, stdout: "" })
      assert.match(
        property.stderr,
        /^recordop: --json: there is no property 'state'; there are @odata\.type, .*status.*\n$/
      )
      const expression = yield* recordop(["get", call, operation, "--jq", ".["], { env })
      assert.deepInclude(expression, { code: 2, stdout: "" })
      assert.match(expression.stderr, /^recordop: --jq: .*\n$/)
      const value = yield* recordop(["get", call, operation, "--jq", ".status | keys"], { env })
      assert.deepInclude(value, { code: 2, stdout: "" })
      assert.match(value.stderr, /^recordop: --jq: .*\n$/)
    }))
})
