import { Schema } from "effect"

/**
 * A key of a telephone: a digit, `*`, `#` or `A` to `D`.
 *
 * Source: ITU-T Q.23; Graph, parameter `stopTones` of "call: record".
 */
export const Tone = Schema.Literals([
  "0",
  "1",
  "2",
  "3",
  "4",
  "5",
  "6",
  "7",
  "8",
  "9",
  "*",
  "#",
  "A",
  "B",
  "C",
  "D"
]).annotate({ description: "A key of a telephone.", examples: ["#", "1"] })
export type Tone = typeof Tone.Type
