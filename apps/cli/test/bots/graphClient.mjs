// A bot's first requests with @azure/identity and @microsoft/microsoft-graph-client, as they stand in production.
import { ClientSecretCredential } from "@azure/identity"
import { Client } from "@microsoft/microsoft-graph-client"
import { TokenCredentialAuthenticationProvider } from "@microsoft/microsoft-graph-client/authProviders/azureTokenCredentials/index.js"

const credential = new ClientSecretCredential("632899f8-2ea1-4604-8413-27bd2892079f", "my-bot", "a-secret")
const authProvider = new TokenCredentialAuthenticationProvider(credential, {
  scopes: ["https://graph.microsoft.com/.default"]
})
const client = Client.initWithMiddleware({ authProvider })
const call = await client.api("/communications/calls").post({
  callbackUri: "http://localhost:9/callback",
  targets: [{ identity: { user: { id: "1" } } }]
})
console.log(call.state)
