import { Schema } from "effect"

/** Text that says something: an id or a name is never empty. */
export const NotEmpty = Schema.String.check(Schema.isNonEmpty({ expected: "some text" }))
