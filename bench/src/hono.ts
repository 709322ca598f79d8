import { serve } from "@hono/node-server"
import { Hono } from "hono"
import { type body, operation, path } from "./payload.ts"

/** The same as `bare.ts` behind Hono and its adapter, which recordop stands on. */
let current: object = operation

const app = new Hono().patch(path, async (context) => {
  const update: typeof body = await context.req.json()
  current = { ...current, ...update }
  return context.json(current)
})

serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.argv[2]) })
