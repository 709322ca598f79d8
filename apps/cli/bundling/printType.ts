import ts from "typescript-6"

/** Collects declarations and writes them, each once. */
export interface Printer {
  /** Declares what a module exports under this name. */
  readonly add: (name: string, symbol: ts.Symbol, at: ts.Node) => void
  readonly text: () => string
}

/** Declares types by what they are made of; those that `aliases` has are given its names. */
export const makePrinter = (checker: ts.TypeChecker, aliases: ReadonlyMap<ts.Type, ts.Symbol>): Printer => {
  const names = new Map<ts.Type, string>()
  const declared = new Map<string, string>()

  const wholeUnions = new Map(
    [...aliases].flatMap(([type, alias]) => type.isUnion() ? [[keyOf(type.types), { type, alias }]] : [])
  )

  const docsOf = (symbol: ts.Symbol, indent = ""): string => {
    const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim()
    if (text === "") return ""
    if (!text.includes("\n")) return `${indent}/** ${text} */\n`
    return `${indent}/**\n${indent} * ${text.replaceAll("\n", `\n${indent} * `)}\n${indent} */\n`
  }

  /** Declares a type that has a name, and gives the name. */
  const named = (type: ts.Type, symbol: ts.Symbol): string => {
    const known = names.get(type)
    if (known !== undefined) return known
    const name = freeName(symbol.name)
    names.set(type, name)
    declared.set(name, "")
    const isInterface = type.isClassOrInterface()
    const head = isInterface ? `interface ${name} ` : `type ${name} = `
    const bases = isInterface ? extendsOf(type) : ""
    declared.set(name, `${docsOf(symbol)}${head}${bases}${structure(type, "")}`)
    return name
  }

  const freeName = (name: string): string => {
    for (let count = 1;; count++) {
      const candidate = count === 1 ? name : `${name}${count}`
      if (!declared.has(candidate)) return candidate
    }
  }

  /** What an interface says by the library's interfaces: their members are not repeated. */
  const extendsOf = (type: ts.InterfaceType): string => {
    const bases = type.isClass() ? [] : checker.getBaseTypes(type).filter((base) => isLibrary(base.symbol))
    return bases.length === 0 ? "" : `extends ${bases.map((base) => object(base, "")).join(", ")} `
  }

  const print = (type: ts.Type, indent: string): string => {
    const alias = aliases.get(type) ?? type.aliasSymbol
    if (alias !== undefined && !isLibrary(alias) && (type.aliasTypeArguments ?? []).length === 0) {
      return named(type, alias)
    }
    return structure(type, indent)
  }

  const structure = (type: ts.Type, indent: string): string => {
    if (type.isStringLiteral() || type.isNumberLiteral()) return JSON.stringify(type.value)
    if (type.isUnion()) return union(type, indent)
    if (type.isIntersection()) {
      const primitive = type.types.find(({ flags }) => (flags & ts.TypeFlags.Object) === 0)
      return primitive === undefined ? members(type, indent) : print(primitive, indent)
    }
    if ((type.flags & ts.TypeFlags.Object) === 0) return checker.typeToString(type)
    return object(type, indent)
  }

  const union = (type: ts.UnionType, indent: string, without = 0): string => {
    const kept = type.types.filter(({ flags }) => (flags & without) === 0)
    const whole = kept.length === type.types.length ? undefined : wholeUnions.get(keyOf(kept))
    if (whole !== undefined) return named(whole.type, whole.alias)
    const isBoolean = kept.filter(({ flags }) => (flags & ts.TypeFlags.BooleanLiteral) !== 0).length === 2
    const rest = isBoolean ? kept.filter(({ flags }) => (flags & ts.TypeFlags.BooleanLiteral) === 0) : kept
    const parts = rest.map((part) => print(part, indent)).map((part) => part.includes("=>") ? `(${part})` : part)
    return [...new Set(isBoolean ? [...parts, "boolean"] : parts)].join(" | ")
  }

  const object = (type: ts.Type, indent: string): string => {
    if (checker.isTupleType(type)) return `readonly [${argumentsOf(type, indent).join(", ")}]`
    if (checker.isArrayType(type)) return `${type.symbol.name}<${argumentsOf(type, indent).join(", ")}>`
    const { symbol } = type
    if (symbol !== undefined && isLibrary(symbol) && symbol.name !== "__type") {
      const given = argumentsOf(type, indent)
      if ((symbol.flags & ts.SymbolFlags.Function) !== 0) return `typeof ${symbol.name}`
      return given.length === 0 ? symbol.name : `${symbol.name}<${given.join(", ")}>`
    }
    if (symbol !== undefined && type.isClassOrInterface() && names.get(type) === undefined) return named(type, symbol)
    if (type.isClassOrInterface() && declared.get(names.get(type) ?? "") !== "") return names.get(type) ?? ""
    return members(type, indent)
  }

  const argumentsOf = (type: ts.Type, indent: string): ReadonlyArray<string> =>
    isReference(type) ? checker.getTypeArguments(type).map((given) => print(given, indent)) : []

  const members = (type: ts.Type, indent: string): string => {
    const [signature, another] = type.getCallSignatures()
    if (another !== undefined) throw new Error(`${checker.typeToString(type)} has more than one signature`)
    if (signature !== undefined) return `(${parameters(signature, indent)}) => ${result(signature, indent)}`
    const inner = `${indent}  `
    const lines = checker.getPropertiesOfType(type)
      .filter((property) => !isLibrary(property))
      .map((property) => docsOf(property, inner) + inner + member(property, inner))
    for (const { isReadonly, keyType, type: value } of checker.getIndexInfosOfType(type)) {
      // What an index signature says holds for members, too, and those of an object of JSON may be missing.
      const key = print(keyType, inner)
      const said = print(value, inner)
      const whole = key === "string" && said === "Json" ? "Json | undefined" : said
      lines.push(`${inner}${isReadonly ? "readonly " : ""}[key: ${key}]: ${whole}`)
    }
    return lines.length === 0 ? "{}" : `{\n${lines.join("\n")}\n${indent}}`
  }

  const member = (property: ts.Symbol, indent: string): string => {
    const type = checker.getTypeOfSymbol(property)
    const name = /^[\w$]+$/u.test(property.name) ? property.name : JSON.stringify(property.name)
    const said = isOptional(property) ? optional(type, indent) : print(type, indent)
    return `readonly ${name}${isOptional(property) ? "?" : ""}: ${said}`
  }

  /** An optional type has undefined in it already. */
  const optional = (type: ts.Type, indent: string): string =>
    type.isUnion() ? union(type, indent, ts.TypeFlags.Undefined) : print(type, indent)

  const parameters = (signature: ts.Signature, indent: string): string =>
    signature.getParameters().map((parameter) => {
      const node = parameter.valueDeclaration
      const isOptional = node !== undefined && ts.isParameter(node) && checker.isOptionalParameter(node)
      const name = /^\w+$/u.test(parameter.name) ? parameter.name : "options"
      const type = checker.getTypeOfSymbol(parameter)
      return `${name}${isOptional ? "?" : ""}: ${isOptional ? optional(type, indent) : print(type, indent)}`
    }).join(", ")

  const result = (signature: ts.Signature, indent: string): string => print(signature.getReturnType(), indent)

  const declaredClass = (name: string, symbol: ts.Symbol): string => {
    const type = checker.getDeclaredTypeOfSymbol(symbol)
    names.set(type, name)
    const base = type.isClassOrInterface() ? checker.getBaseTypes(type)[0]?.symbol.name : undefined
    const own = checker.getPropertiesOfType(type).filter(({ declarations }) =>
      declarations?.[0]?.parent === symbol.valueDeclaration
    )
    const lines = own.map((property) => docsOf(property, "  ") + "  " + member(property, "  "))
    return `class ${name}${base === undefined ? "" : ` extends ${base}`} {\n${
      lines.join("\n")
    }\n  protected constructor()\n}`
  }

  return {
    add: (name, symbol, at) => {
      const isType = (symbol.flags & (ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Interface)) !== 0
      if (isType) return void named(checker.getDeclaredTypeOfSymbol(symbol), symbol)
      if ((symbol.flags & ts.SymbolFlags.Class) !== 0) {
        declared.set(name, docsOf(symbol) + declaredClass(name, symbol))
        return
      }
      const [signature] = checker.getTypeOfSymbolAtLocation(symbol, at).getCallSignatures()
      if (signature === undefined) throw new Error(`${name} is neither a function nor a class nor a type`)
      declared.set(name, `${docsOf(symbol)}function ${name}(${parameters(signature, "")}): ${result(signature, "")}`)
    },
    text: () =>
      Array.from(declared.values(), (said) => {
        const [, docs = "", rest = said] = /^(?<docs>\/\*\*.*?\*\/\n)?(?<rest>.*)$/su.exec(said) ?? []
        const isValue = rest.startsWith("class ") || rest.startsWith("function ")
        return `${docs}export ${isValue ? "declare " : ""}${rest}\n`
      }).join("\n")
  }
}

const isOptional = (property: ts.Symbol): boolean => (property.flags & ts.SymbolFlags.Optional) !== 0

const isReference = (type: ts.Type): type is ts.TypeReference =>
  (type.flags & ts.TypeFlags.Object) !== 0 && "target" in type

const ids = new Map<ts.Type, number>()

/** The same for the same types. */
const keyOf = (types: ReadonlyArray<ts.Type>): string =>
  types.map((type) => {
    const id = ids.get(type) ?? ids.size
    ids.set(type, id)
    return id
  }).toSorted((a, b) => a - b).join()

const fileOf = (symbol: ts.Symbol): string => symbol.declarations?.[0]?.getSourceFile().fileName ?? ""

/** Whether everybody has it: TypeScript or Node's types declare it. */
const isLibrary = (symbol: ts.Symbol): boolean =>
  /\/node_modules\/(?:typescript\/lib\/lib\.|@types\/node\/|undici-types\/)/u.test(fileOf(symbol))
