import { serve } from "@hono/node-server"
import { Hono } from "hono"
import { answer, listenToKeys, play } from "./graph.ts"
import { onKey, onPlayed, onRecorded } from "./menu.ts"
import { promptNamed } from "./prompts.ts"
import { callbackUri, port } from "./settings.ts"

interface Notification {
  readonly resourceUrl: string
  readonly resourceData: ResourceData
}

interface ResourceData {
  readonly "@odata.type": string
  readonly state?: string
  readonly mediaState?: { readonly audio: string }
  readonly toneInfo?: { readonly tone: string }
  readonly completionReason?: string
  readonly clientContext?: string
  readonly recordingLocation?: string
  readonly recordingAccessToken?: string
}

const onNotification = async ({ resourceData, resourceUrl }: Notification): Promise<void> => {
  const callId = resourceUrl.split("/")[3] ?? ""
  // Who is in the call does not matter here.
  if (resourceUrl.endsWith("/participants")) return
  const { clientContext = "", completionReason, mediaState, state, toneInfo } = resourceData
  const { recordingAccessToken = "", recordingLocation = "" } = resourceData
  if (toneInfo !== undefined) return onKey(callId, toneInfo.tone)
  if (recordingLocation !== "") return onRecorded(callId, recordingLocation, recordingAccessToken)
  if (completionReason === "completedSuccessfully") return onPlayed(callId, clientContext)
  if (state === undefined) return
  console.log(`call ${state}`)
  if (state === "incoming") await answer(callId, callbackUri)
  // A call is established twice: the second time with its media.
  if (state === "established" && mediaState?.audio === "active") {
    await listenToKeys(callId)
    await play(callId, "menu")
  }
}

const app = new Hono()

app.get("/prompts/:file", (c) => {
  const prompt = promptNamed(c.req.param("file").replace(/\.wav$/u, ""))
  return prompt === undefined ? c.notFound() : c.body(prompt, 200, { "Content-Type": "audio/wav" })
})

app.post("/api/calls", async (c) => {
  const { value } = await c.req.json<{ readonly value: ReadonlyArray<Notification> }>()
  for (const notification of value) await onNotification(notification)
  return c.body(null, 202)
})

serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => console.log(`listening on ${callbackUri}`))
