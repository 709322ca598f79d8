// The same with @azure/msal-node and axios.
import { ConfidentialClientApplication } from "@azure/msal-node"
import axios from "axios"

const app = new ConfidentialClientApplication({
  auth: {
    clientId: "my-bot",
    clientSecret: "a-secret",
    authority: "https://login.microsoftonline.com/632899f8-2ea1-4604-8413-27bd2892079f"
  }
})
const { accessToken } = await app.acquireTokenByClientCredential({ scopes: ["https://graph.microsoft.com/.default"] })
const { data } = await axios.post("https://graph.microsoft.com/v1.0/communications/calls", {
  callbackUri: "http://localhost:9/callback",
  targets: [{ identity: { user: { id: "1" } } }]
}, { headers: { Authorization: `Bearer ${accessToken}` } })
console.log(data.state)
