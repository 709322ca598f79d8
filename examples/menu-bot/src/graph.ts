/** Where Graph is; a slash at its end does not matter. */
const baseUrl = (process.env["GRAPH_URL"] ?? "http://localhost:4080").replace(/\/$/, "")

const request = async (method: string, path: string, body: object | null): Promise<void> => {
  const response = await fetch(`${baseUrl}/v1.0/communications/calls/${path}`, {
    method,
    headers: { "Content-Type": "application/json", Authorization: "Bearer a token that recordop does not look at" },
    body: body === null ? null : JSON.stringify(body)
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
}

export const answer = (callId: string, callbackUri: string): Promise<void> =>
  request("POST", `${callId}/answer`, {
    callbackUri,
    acceptedModalities: ["audio"],
    mediaConfig: { "@odata.type": "#microsoft.graph.serviceHostedMediaConfig" }
  })

export const listenToKeys = (callId: string): Promise<void> =>
  request("POST", `${callId}/subscribeToTone`, { clientContext: callId })

/** Plays a prompt; its name comes back when it has ended. */
export const play = (callId: string, name: string): Promise<void> =>
  request("POST", `${callId}/playPrompt`, {
    clientContext: name,
    prompts: [{
      "@odata.type": "#microsoft.graph.mediaPrompt",
      mediaInfo: { "@odata.type": "#microsoft.graph.mediaInfo", uri: `https://cdn.contoso.com/${name}.wav` }
    }]
  })

export const stopPlaying = (callId: string): Promise<void> => request("POST", `${callId}/cancelMediaProcessing`, {})

export const transferTo = (callId: string, userId: string): Promise<void> =>
  request("POST", `${callId}/transfer`, {
    transferTarget: {
      "@odata.type": "#microsoft.graph.invitationParticipantInfo",
      endpointType: "default",
      identity: { user: { id: userId } }
    }
  })

export const hangUp = (callId: string): Promise<void> => request("DELETE", callId, null)
