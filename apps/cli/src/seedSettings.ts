import type { BotIdentity } from "@recordop/core/calls"
import type { Seed } from "@recordop/emulator/protocol/Seed"
import { defaultSettings } from "@recordop/server/ServerSettings"

/** What a seed makes of a server: who its bots are, the first of them where nobody else is named, and what else it answers. */
export const seedSettings = (
  { apps = [], faults = [], responses = [] }: Seed,
  { appId = apps[0]?.id, tenantId = apps[0]?.tenant }: Partial<BotIdentity>
) => ({
  apps,
  faults,
  responses,
  bot: { appId: appId ?? defaultSettings.bot.appId, tenantId: tenantId ?? defaultSettings.bot.tenantId }
})
