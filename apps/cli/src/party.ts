import type { Identity } from "@recordop/core/calls"

/** Somebody on the command line: a telephone begins with `+`; anything else is the id of a user. */
export const partyOf = (text: string): { readonly phone: Identity } | { readonly user: Identity } => {
  const identity = { "@odata.type": "#microsoft.graph.identity", id: text }
  return text.startsWith("+") ? { phone: identity } : { user: identity }
}
