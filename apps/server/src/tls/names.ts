/** The names of Microsoft in whose place the server can stand: Graph, who gives tokens, and who signs notifications. */
export const microsoftNames = [
  "graph.microsoft.com",
  "login.microsoftonline.com",
  "api.aps.skype.com",
  "login.botframework.com"
] as const

/** The names of this machine. */
export const ownNames = ["localhost", "127.0.0.1", "::1"] as const
