// A bot that is called, on node:http: it checks who signed what it is told by Microsoft's own address, answers and hangs up.
import { createRemoteJWKSet, jwtVerify } from "jose"
import { createServer } from "node:http"

const graph = "https://graph.microsoft.com/v1.0/communications/calls"
const metadata = await fetch("https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration").then((r) => r.json())
const keys = createRemoteJWKSet(new URL(metadata.jwks_uri))

const post = (path, body) =>
  fetch(`${graph}/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body)
  })

createServer((request, response) => {
  let text = ""
  request.on("data", (chunk) => (text += chunk)).on("end", async () => {
    await jwtVerify(request.headers.authorization.slice("Bearer ".length), keys, { issuer: metadata.issuer })
    for (const { resourceData, resourceUrl } of JSON.parse(text).value) {
      const call = resourceUrl.split("/")[3]
      if (resourceData.state === "incoming") {
        await post(`${call}/answer`, { callbackUri: `http://localhost:${process.env.PORT}/`, mediaConfig: {} })
      }
      if (resourceData.mediaState?.audio === "active") {
        await post(`${call}/playPrompt`, { prompts: [{ mediaInfo: { uri: "https://cdn.contoso.com/hello.wav" } }] })
      }
      if (resourceData.completionReason) await fetch(`${graph}/${call}`, { method: "DELETE" })
    }
    response.writeHead(202).end()
  })
}).listen(Number(process.env.PORT), "127.0.0.1")
