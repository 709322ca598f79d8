import type { Difference } from "@recordop/emulator/protocol/requests"
import type { Schema } from "effect"

/** A value as people write it. */
export const formatValue = (value: Schema.Json | undefined): string =>
  value === undefined ? "nothing" : JSON.stringify(value)

/** What something is not, a line for each. */
export const formatDifferences = (name: string, differences: ReadonlyArray<Difference>): string =>
  [
    `The nearest was ${name}:`,
    ...differences.map(({ actual, expected, path }) =>
      `  ${path.replace(/^\./u, "") || "all of it"}: expected ${formatValue(expected)}, got ${formatValue(actual)}`
    )
  ].join("\n")
