/** Whether a host name, as it stands in a URL, is this machine's own. */
export const isLoopback = (name: string): boolean =>
  name === "localhost" || name === "[::1]" || name.endsWith(".localhost") || /^127(?:\.\d{1,3}){3}$/.test(name)
