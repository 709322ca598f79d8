import { ClientSecretCredential } from "@azure/identity"
import { Client } from "@microsoft/microsoft-graph-client"
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js"
import { appId, appSecret, tenantId } from "./settings.ts"

const client = Client.initWithMiddleware({
  authProvider: new TokenCredentialAuthenticationProvider(
    new ClientSecretCredential(tenantId, appId, appSecret),
    { scopes: ["https://graph.microsoft.com/.default"] }
  )
})

export const createCall = (callbackUri: string): Promise<{ readonly id: string }> =>
  client.api("/communications/calls").post({
    "@odata.type": "#microsoft.graph.call",
    callbackUri,
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
