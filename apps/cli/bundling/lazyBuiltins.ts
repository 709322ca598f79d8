/**
 * Takes what Node brings at the moment it is used. An `import` of `node:http` in a single file would be made at every
 * start, and costs as much as half of Node's own.
 */
export const lazyBuiltins = {
  name: "lazy-builtins",
  resolveId: (id: string) =>
    id.startsWith("node:") && id !== "node:module" ? { id: `\0${id}`, moduleSideEffects: false } : undefined,
  load: (id: string) => {
    if (!id.startsWith("\0node:")) return undefined
    const name = id.slice(1)
    const names = Object.keys(process.getBuiltinModule(name) ?? {}).filter((key) => key !== "default")
    return [
      // Where Node is too old for one, that is said before it is used.
      `const builtin = process.getBuiltinModule?.("${name}") ?? {}`,
      "export default builtin",
      ...names.map((key) => `export const ${key} = builtin.${key}`)
    ].join("\n")
  }
}
