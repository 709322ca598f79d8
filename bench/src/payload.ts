/** The body of the source page, "Update recordOperation". */
export const body = {
  "@odata.type": "#microsoft.graph.recordOperation",
  status: "Completed",
  clientContext: "Client Context value",
  resultInfo: { "@odata.type": "microsoft.graph.ResultInfo", code: 4, subcode: 7, message: "Message value" },
  recordingLocation: "Recording Location value",
  recordingAccessToken: "Recording Access Token value",
  completionReason: "stopToneDetected"
}

/** An operation as a server keeps it. */
export const operation = {
  id: "72b0e085-e085-72b0-85e0-b07285e0b072",
  ...body,
  resultInfo: { code: 4, subcode: 7, message: "Message value" },
  status: "Running"
}

export const path =
  "/v1.0/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/operations/72b0e085-e085-72b0-85e0-b07285e0b072"
