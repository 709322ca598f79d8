import { Effect } from "effect"

/** How many columns there are: those of the terminal, or 80; a terminal without a size says 0. */
export const terminalWidth = Effect.sync(() => process.stdout.columns || 80)
