import { Client } from "@microsoft/microsoft-graph-client"

/** Where Graph is; ends in a slash. */
export const baseUrl = process.env["GRAPH_URL"] ?? "http://localhost:4080/"

const client = Client.init({ baseUrl, authProvider: (done) => done(null, "a token that recordop does not look at") })

export const createCall = (appId: string, callbackUri: string): Promise<{ readonly id: string }> =>
  client.api("/communications/calls").post({
    "@odata.type": "#microsoft.graph.call",
    callbackUri,
    source: { identity: { application: { id: appId } } },
    targets: [{ identity: { user: { id: "112f7296-5fa4-42ca-bae8-6a692b15d4b8" } } }],
    requestedModalities: ["audio"],
    mediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" }
  })

export const recordResponse = (callId: string): Promise<unknown> =>
  client.api(`/communications/calls/${callId}/recordResponse`).post({
    prompts: [{
      "@odata.type": "#microsoft.graph.mediaPrompt",
      mediaInfo: { uri: "https://cdn.contoso.com/speak-after-the-tone.wav" }
    }],
    maxRecordDurationInSeconds: 30,
    maxSilenceTimeoutInSeconds: 2,
    stopTones: ["#"],
    clientContext: callId
  })

export const endCall = (callId: string): Promise<unknown> => client.api(`/communications/calls/${callId}`).delete()
