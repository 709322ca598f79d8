/**
 * Whether a request that names this host (the Host header, with or without port) may be answered: loopback names, the
 * address that the server listens on, and those in `allowed`. A page of another site that makes its name point here is
 * so kept out (DNS rebinding).
 */
export const makeHostCheck = (listening: string, allowed: ReadonlyArray<string>): (host: string) => boolean => {
  const names = new Set(["localhost", "[::1]", bracketed(listening), ...allowed].map((name) => name.toLowerCase()))
  let lastAllowed: string | undefined
  const isAllowed = (host: string): boolean => {
    const name = host.toLowerCase().replace(/:\d*$/, "")
    return names.has(name) || names.has(host.toLowerCase()) || isLoopback(name)
  }
  return (host) => {
    if (host === lastAllowed) return true
    if (!isAllowed(host)) return false
    lastAllowed = host
    return true
  }
}

const isLoopback = (name: string): boolean => name.endsWith(".localhost") || /^127(?:\.\d{1,3}){3}$/.test(name)

/** An IPv6 address stands in brackets where a port may follow. */
const bracketed = (address: string): string =>
  address.includes(":") && !address.startsWith("[") ? `[${address}]` : address
