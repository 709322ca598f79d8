/**
 * One of Microsoft's clouds, by the names of its hosts.
 *
 * Source: Graph, "National cloud deployments"; the constants of bots and of the Bot Framework's SDKs.
 */
export interface Cloud {
  readonly graph: string
  /** Who gives tokens, and its other names. */
  readonly authority: string
  readonly aliases: ReadonlyArray<string>
  /** Who says which keys notifications are signed with. */
  readonly keys: ReadonlyArray<string>
  /** Who signs notifications. */
  readonly issuer: string
}

const government: Omit<Cloud, "graph"> = {
  authority: "login.microsoftonline.us",
  aliases: [],
  keys: ["api.aps.skype.us", "login.botframework.azure.us"],
  issuer: "https://api.botframework.us"
}

/** The clouds in whose place a server can stand. */
export const clouds = {
  global: {
    graph: "graph.microsoft.com",
    authority: "login.microsoftonline.com",
    aliases: ["login.windows.net", "sts.windows.net"],
    keys: ["api.aps.skype.com", "login.botframework.com"],
    issuer: "https://api.botframework.com"
  },
  usgov: { ...government, graph: "graph.microsoft.us" },
  "usgov-dod": { ...government, graph: "dod-graph.microsoft.us" },
  china: {
    graph: "microsoftgraph.chinacloudapi.cn",
    authority: "login.chinacloudapi.cn",
    aliases: ["login.partner.microsoftonline.cn"],
    keys: ["api.aps.skype.com", "login.botframework.com"],
    issuer: "https://api.botframework.com"
  }
} as const satisfies Record<string, Cloud>

/** The names of a cloud that end at the server. */
export const namesOf = ({ aliases, authority, graph, keys }: Cloud): ReadonlyArray<string> => [
  graph,
  authority,
  ...aliases,
  ...keys
]

/** What tokens for Graph are for: its address, or its application id. */
export const audiencesOf = ({ graph }: Cloud): readonly [string, ...ReadonlyArray<string>] => [
  `https://${graph}`,
  `https://${graph}/`,
  "00000003-0000-0000-c000-000000000000"
]
