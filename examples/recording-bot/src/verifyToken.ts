import { createRemoteJWKSet, jwtVerify } from "jose"

import { baseUrl } from "./graph.ts"

/** What a bot of Graph has in its settings; recordop's own configuration in place of the one of Microsoft. */
const openIdConfiguration = `${baseUrl}_emulator/.well-known/openid-configuration`

const configuration: Promise<{ readonly issuer: string; readonly jwks_uri: string }> = fetch(openIdConfiguration)
  .then((response) => response.json())

const keys = configuration.then(({ jwks_uri }) => createRemoteJWKSet(new URL(jwks_uri)))

/** Rejects unless the request was signed by the service, for this bot. */
export const verifyToken = async (authorization: string | undefined, appId: string): Promise<void> => {
  const { issuer } = await configuration
  await jwtVerify((authorization ?? "").replace(/^Bearer /, ""), await keys, { issuer, audience: appId })
}
