import { createRemoteJWKSet, jwtVerify } from "jose"
import { appId } from "./settings.ts"

const configuration: Promise<{ readonly issuer: string; readonly jwks_uri: string }> = fetch(
  "https://api.aps.skype.com/v1/.well-known/OpenIdConfiguration"
).then((response) => response.json())

const keys = configuration.then(({ jwks_uri }) => createRemoteJWKSet(new URL(jwks_uri)))

/** Rejects unless the request was signed by the service, for this bot. */
export const verifyToken = async (authorization = ""): Promise<void> => {
  const { issuer } = await configuration
  await jwtVerify(authorization.replace(/^Bearer /, ""), await keys, { issuer, audience: appId })
}
