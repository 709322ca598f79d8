const mask = "***"

/** Header fields that let whoever has them in. */
const secretHeaders = new Set(["authorization", "cookie", "set-cookie", "proxy-authorization"])

const names =
  "access_?token|id_?token|refresh_?token|client_?secret|client_?assertion|assertion|password|passcode|recordingAccessToken"

const inJson = new RegExp(String.raw`("(?:${names})"\s*:\s*)"(?:[^"\\]|\\.)*"?`, "giu")

const inForm = new RegExp(String.raw`((?:^|[?&])(?:${names})=)[^&\s"]*`, "giu")

/** The value of a header field without what is secret in it; how it is meant, such as `Bearer`, is kept. */
export const maskHeader = (name: string, value: string): string => {
  if (!secretHeaders.has(name.toLowerCase())) return maskText(value)
  const [scheme = "", rest] = value.split(" ", 2)
  return rest === undefined ? mask : `${scheme} ${mask}`
}

/** JSON, the body of a form or a URL without the tokens and secrets in it. */
export const maskText = (text: string): string => text.replaceAll(inJson, `$1"${mask}"`).replaceAll(inForm, `$1${mask}`)
