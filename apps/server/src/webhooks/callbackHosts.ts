import { isLoopbackName } from "../hosts.ts"

const defaultPorts: Readonly<Record<string, string>> = { "http:": "80", "https:": "443" }

/** Whether notifications may be sent to a URL: to loopback, and to hosts (as `name` or `name:port`) that are allowed. */
export const isAllowedCallback = (url: string, allowed: ReadonlyArray<string>): boolean => {
  const parsed = URL.parse(url)
  if (parsed === null || !/^https?:$/.test(parsed.protocol)) return false
  const { hostname, port, protocol } = parsed
  const effectivePort = port === "" ? defaultPorts[protocol] : port
  return isLoopbackName(hostname) ||
    allowed.some((name) => [hostname, `${hostname}:${effectivePort}`].includes(name.toLowerCase()))
}

/** Says why a URL may not be called, and how it may. */
export const callbackRefusal = (url: string): string =>
  `the host '${
    URL.parse(url)?.host ?? url
  }' is not allowed: notifications go to loopback hosts such as localhost, and to ` +
  "those that the server is started with by --callback-allow (callbackHosts)."
