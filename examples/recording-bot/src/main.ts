import { serve } from "@hono/node-server"
import { Hono } from "hono"
import { writeFile } from "node:fs/promises"
import { createCall, endCall, recordResponse } from "./graph.ts"
import { port } from "./settings.ts"
import { verifyToken } from "./verifyToken.ts"

interface Notification {
  readonly resourceUrl: string
  readonly resourceData: ResourceData
}

interface ResourceData {
  readonly "@odata.type": string
  readonly state?: string
  readonly mediaState?: { readonly audio: string }
  readonly status?: string
  readonly completionReason?: string
  readonly clientContext?: string
  readonly recordingLocation?: string
  readonly recordingAccessToken?: string
  readonly resultInfo?: { readonly code: number; readonly subcode: number }
}

const saveRecording = async ({ recordingAccessToken, recordingLocation }: ResourceData): Promise<void> => {
  const response = await fetch(recordingLocation ?? "", {
    headers: { Authorization: `Bearer ${recordingAccessToken}` }
  })
  const wav = await response.bytes()
  await writeFile("recording.wav", wav)
  console.log(`saved recording.wav: ${wav.length} bytes, ${(wav.length - 44) / 32_000} s`)
}

/** The id of the call stands in the path; an outgoing call that has changed has it nowhere else. */
const callIdIn = (resourceUrl: string): string => resourceUrl.split("/")[3] ?? ""

/** A call is established more than once: with its media the last time. */
const onCall = async (callId: string, { mediaState, state }: ResourceData): Promise<void> => {
  console.log(`call ${state}${mediaState === undefined ? "" : `, audio ${mediaState.audio}`}`)
  if (mediaState?.audio === "active") await recordResponse(callId)
  if (state === "terminated") server.close()
}

const onRecorded = async (callId: string, operation: ResourceData): Promise<void> => {
  const { completionReason, resultInfo, status } = operation
  console.log(`recording ${status}: ${completionReason} (${resultInfo?.code} ${resultInfo?.subcode})`)
  if (status === "completed") await saveRecording(operation)
  await endCall(callId)
}

const app = new Hono().post("/callback", async (c) => {
  await verifyToken(c.req.header("authorization"))
  const { value } = await c.req.json<{ readonly value: ReadonlyArray<Notification> }>()
  for (const { resourceData, resourceUrl } of value) {
    const callId = callIdIn(resourceUrl)
    // Who is in the call does not matter here.
    if (resourceUrl.endsWith("/participants")) continue
    await (resourceData["@odata.type"] === "#microsoft.graph.call"
      ? onCall(callId, resourceData)
      : onRecorded(callId, resourceData))
  }
  // No connection is kept, so that the process ends with the call.
  return c.body(null, 202, { Connection: "close" })
})

const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => {
  void createCall(`http://localhost:${port}/callback`)
})
