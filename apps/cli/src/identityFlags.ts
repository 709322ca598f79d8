import { defaultSettings } from "@recordop/server/ServerSettings"
import { Config } from "effect"
import { Flag } from "effect/cli"
import { NotEmpty } from "./NotEmpty.ts"

const optional = (name: string, variable: string, description: string) =>
  Flag.String(name).pipe(
    Flag.withDescription(`${description} (${variable})`),
    Flag.withFallbackConfig(Config.String(variable)),
    Flag.withSchema(NotEmpty),
    Flag.optional
  )

/** Flags of a server that say who its bots are, and what they have to show. */
export const identityFlags = {
  auth: Flag.Literals("auth", ["off", "any", "jwt"]).pipe(
    Flag.withDescription(
      "Whether requests need an access token: off (unless given), any, or jwt (one of this server, with the role that the request " +
        "needs) (RECORDOP_AUTH)"
    ),
    Flag.withFallbackConfig(Config.Literals(["off", "any", "jwt"], "RECORDOP_AUTH")),
    Flag.withDefault(defaultSettings.auth)
  ),
  appId: optional(
    "app-id",
    "RECORDOP_APP_ID",
    "The application id of a bot that does not say; the first of the seed's apps unless given"
  ),
  tenantId: optional("tenant-id", "RECORDOP_TENANT_ID", "The tenant of a bot that does not say"),
  keyFile: Flag.String("key-file").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription(
      "Where the key is kept that tokens are signed with, in place of the store; it is made when there is none (RECORDOP_KEY_FILE)"
    ),
    Flag.withFallbackConfig(Config.String("RECORDOP_KEY_FILE")),
    Flag.optional
  )
}
