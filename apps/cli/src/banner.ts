import type { Seed } from "@recordop/emulator/protocol/Seed"
import { withoutPassword } from "@recordop/storage"

/** What `serve` says when it listens: where, and commands to try. */
export const banner = (url: string, store: string, seed: Seed): string => {
  const [call] = seed.calls
  const [operation] = call?.operations ?? []
  const callUrl = `${url}/v1.0/communications/calls/${call?.id ?? "demo"}`
  const collection = `${callUrl}/operations`
  const json = "-H 'Content-Type: application/json' -d"
  const change = operation === undefined
    ? `curl -X POST ${collection} ${json} '{"status":"running"}'`
    : `curl -X PATCH ${collection}/${operation.id} ${json} '{"status":"completed"}'`
  return `recordop listens on ${url} (store: ${withoutPassword(store)}). Try:

  ${change}
  curl ${collection}
${
    call === undefined
      ? ""
      : `  curl -X POST ${callUrl}/recordResponse ${json} '{"stopTones":["#"]}'\n`
  }  curl -X POST ${url}/_emulator/reset

Stop with Ctrl+C.
`
}
