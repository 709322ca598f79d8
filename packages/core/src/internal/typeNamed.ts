import { Schema } from "effect"

/** The value of an `@odata.type`: one of these types of Graph, with or without `#`, in any letter case. */
export const typeNamed = (...names: ReadonlyArray<string>) =>
  Schema.String.check(
    Schema.isPattern(new RegExp(`^#?microsoft\\.graph\\.(?:${names.join("|")})$`, "iu"), {
      expected: names.map((name) => `#microsoft.graph.${name}`).join(" or ")
    })
  )
