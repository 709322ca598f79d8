import { serve } from "@hono/node-server"
import { Hono } from "hono"
import { writeFile } from "node:fs/promises"
import { createCall, endCall, recordResponse } from "./graph.ts"
import { verifyToken } from "./verifyToken.ts"

const appId = "2891555a-92ff-42e6-80fa-6e1300c6b5c6"
const port = Number(process.env["PORT"] ?? 3978)

interface ResourceData {
  readonly "@odata.type": string
  readonly id: string
  readonly state?: string
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

const onCall = async ({ id, state }: ResourceData): Promise<void> => {
  console.log(`call ${state}`)
  if (state === "established") await recordResponse(id)
  if (state === "terminated") server.close()
}

const onRecorded = async (operation: ResourceData): Promise<void> => {
  const { clientContext = "", completionReason, resultInfo, status } = operation
  console.log(`recording ${status}: ${completionReason} (${resultInfo?.code} ${resultInfo?.subcode})`)
  if (status === "completed") await saveRecording(operation)
  await endCall(clientContext)
}

const app = new Hono().post("/callback", async (c) => {
  await verifyToken(c.req.header("authorization"), appId)
  const { value } = await c.req.json<{ readonly value: ReadonlyArray<{ readonly resourceData: ResourceData }> }>()
  for (const { resourceData } of value) {
    await (resourceData["@odata.type"] === "#microsoft.graph.call" ? onCall(resourceData) : onRecorded(resourceData))
  }
  return c.body(null, 202)
})

const server = serve({ fetch: app.fetch, port, hostname: "127.0.0.1" }, () => {
  void createCall(appId, `http://localhost:${port}/callback`)
})
