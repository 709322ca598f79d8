import type { BotIdentity } from "@recordop/core/calls"
import { Option, Schema } from "effect"
import { decodeJwt } from "jose"
import type { GraphRequest } from "../graph/GraphRequest.ts"

const Claims = Schema.Struct({
  appid: Schema.optionalKey(Schema.String),
  azp: Schema.optionalKey(Schema.String),
  tid: Schema.optionalKey(Schema.String)
})

const decodeClaims = Schema.decodeUnknownOption(Claims)

/**
 * Whose access token a request has, as far as it is a JWT; its signature is not checked.
 *
 * Source: Microsoft identity platform, "Access token claims reference" (`appid`, `azp` and `tid`).
 */
export const bearerIdentity = ({ header }: GraphRequest): Partial<BotIdentity> => {
  const authorization = header("authorization")
  if (authorization === undefined) return {}
  const { appid, azp, tid } = Option.getOrElse(decodeClaims(payloadOf(authorization)), () => noClaims)
  const appId = appid ?? azp
  return { ...(appId === undefined ? {} : { appId }), ...(tid === undefined ? {} : { tenantId: tid }) }
}

const noClaims: typeof Claims.Type = {}

const payloadOf = (authorization: string): unknown => {
  try {
    return decodeJwt(authorization.replace(/^Bearer\s+/i, ""))
  } catch {
    return undefined
  }
}
