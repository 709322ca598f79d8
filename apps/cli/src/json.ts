import { printableJson } from "@recordop/emulator/printable"

/** JSON for people: indented by two spaces. */
export const toPrettyJson = (value: unknown): string => printableJson(JSON.stringify(value, null, 2))

/** JSON on one line. */
export const toJsonLine = (value: unknown): string => printableJson(JSON.stringify(value))
