import { newJwk } from "@recordop/server/webhooks/SigningKey"
import { Effect } from "effect"

/** The key that all emulators of a process sign with: to make one takes longer than most tests. */
export const sharedJwk = Effect.runSync(Effect.cached(newJwk))
