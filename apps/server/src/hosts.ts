/** Whether a host name, as it stands in a URL, is one of this machine's own; what it leads to is another question. */
export const isLoopbackName = (name: string): boolean =>
  name === "localhost" || name === "[::1]" || name.endsWith(".localhost") || /^127(?:\.\d{1,3}){3}$/.test(name) ||
  /^\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\]$/.test(name)
