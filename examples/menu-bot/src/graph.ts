import { ownUrl } from "./settings.ts"

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

const promptOf = (name: string) => ({
  "@odata.type": "#microsoft.graph.mediaPrompt",
  mediaInfo: { "@odata.type": "#microsoft.graph.mediaInfo", uri: `${ownUrl}/prompts/${name}.wav` }
})

/** Plays a prompt; its name comes back when it has ended. */
export const play = (callId: string, name: string): Promise<void> =>
  request("POST", `${callId}/playPrompt`, { clientContext: name, prompts: [promptOf(name)] })

/** Records what the caller says until they press # or say nothing for ten seconds. */
export const record = (callId: string): Promise<void> =>
  request("POST", `${callId}/recordResponse`, {
    prompts: [promptOf("leave-a-message")],
    maxRecordDurationInSeconds: 120,
    initialSilenceTimeoutInSeconds: 30,
    maxSilenceTimeoutInSeconds: 10,
    stopTones: ["#"],
    clientContext: callId
  })

/** A recording, as a wave file. */
export const download = async (location: string, token: string): Promise<Uint8Array> => {
  const response = await fetch(location, { headers: { Authorization: `Bearer ${token}` } })
  if (!response.ok) throw new Error(`GET ${location}: ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

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
