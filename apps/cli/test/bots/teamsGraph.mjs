// The same with @microsoft/teams.graph.
import { Client } from "@microsoft/teams.graph"
import * as calls from "@microsoft/teams.graph-endpoints/communications/calls"

const form = new URLSearchParams({
  grant_type: "client_credentials",
  client_id: "my-bot",
  client_secret: "a-secret",
  scope: "https://graph.microsoft.com/.default"
})
const url = "https://login.microsoftonline.com/common/oauth2/v2.0/token"
const { access_token } = await fetch(url, { method: "POST", body: form }).then((response) => response.json())
const client = new Client({ token: access_token })
const call = await client.call(calls.create, {
  callbackUri: "http://localhost:9/callback",
  targets: [{ identity: { user: { id: "1" } } }]
})
console.log(call.state)
