import { Effect } from "effect"

/** How many columns there are: those of the terminal, or 80. */
export const terminalWidth = Effect.sync(() => process.stdout.columns ?? 80)
