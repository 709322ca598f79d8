import packageJson from "../package.json" with { type: "json" }

/** The version of the command and of the server that it runs. */
export const { version } = packageJson
