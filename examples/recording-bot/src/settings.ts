/** The registered application that the bot is. */
export const appId = process.env["MicrosoftAppId"] ?? "2891555a-92ff-42e6-80fa-6e1300c6b5c6"
export const appSecret = process.env["MicrosoftAppPassword"] ?? "a-secret"
export const tenantId = process.env["MicrosoftAppTenantId"] ?? "632899f8-2ea1-4604-8413-27bd2892079f"

/** Where the bot listens. */
export const port = Number(process.env["PORT"] ?? 3978)
