/**
 * Resolves once the event loop has looked at everything that has arrived, for all who wait in the same turn. Responses
 * that wait for it are written one after another, so that a client that sleeps is woken once and not by each: under load
 * this nearly doubles the requests per second (bench/README.md).
 */
export const endOfTurn = (): Promise<void> =>
  // oxlint-disable-next-line effecttsgo/new-promise -- outside of any fiber
  turn ??= new Promise((resolve) =>
    setImmediate(() => {
      turn = undefined
      resolve()
    })
  )

let turn: Promise<void> | undefined
