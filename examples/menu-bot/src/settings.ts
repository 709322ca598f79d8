/** Where the bot listens, and where Graph and callers find it. */
export const port = Number(process.env["PORT"] ?? 3978)
export const ownUrl = `http://localhost:${port}`
export const callbackUri = `${ownUrl}/api/calls`
