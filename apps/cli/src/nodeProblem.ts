const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)

/** What is wrong with this Node; undefined when it is new enough. */
export const nodeProblem = major > 22 || (major === 22 && minor >= 19)
  ? undefined
  : `recordop: needs Node 22.19 or newer; this is ${process.version}`
