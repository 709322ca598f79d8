import { decodeOptions } from "@recordop/core"
import { TokenRequest } from "@recordop/emulator/protocol/tokens"
import { Effect, Schema } from "effect"
import { plainJson } from "../graph/Answer.ts"
import { readOptionalBody } from "../graph/body.ts"
import type { Handler } from "../graph/Bridge.ts"
import { accessToken, tokenLifetime } from "../identity/accessToken.ts"
import type { AuthorityOptions } from "../identity/authority.ts"
import { audiencesOf } from "../identity/clouds.ts"
import { allRoles, permissions } from "../identity/permissions.ts"
import type { SigningKey } from "../webhooks/SigningKey.ts"

const decode = Schema.decodeUnknownResult(TokenRequest, { ...decodeOptions, onExcessProperty: "error" })

/** `POST /_emulator/tokens`: any token that a test needs. */
export const makeToken = ({ bot, cloud }: AuthorityOptions): Handler<SigningKey> =>
  Effect.fnUntraced(function*(request) {
    const {
      appId = bot.appId,
      audience = audiencesOf(cloud)[0],
      expiresIn = tokenLifetime,
      roles = allRoles,
      tenantId = bot.tenantId
    } = yield* readOptionalBody(request, decode)
    return plainJson(201, {
      accessToken: yield* accessToken({ id: request.requestId, appId, audience, lifetime: expiresIn, roles, tenantId })
    })
  })

/** `GET /_emulator/permissions`: what each request needs. */
export const listPermissions: Handler<never> = () =>
  Effect.succeed(plainJson(200, {
    value: Object.entries(permissions).map(([action, needed]) => {
      const [method = "", path = ""] = action.split(" ")
      return { method, path: path.replaceAll(/:(\w+)/g, "{$1}"), permissions: needed }
    })
  }))
