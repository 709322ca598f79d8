import ts from "typescript-6"
import { makePrinter } from "./printType.ts"

/**
 * The declarations of what a module exports, in types that need no other package: `recordop` has no dependencies, and its
 * types are made of effect's. Throws when a type cannot be said without another package.
 */
export const declarationsOf = (file: string, configFile: string): string => {
  const { checker, source, sources } = read(file, configFile)
  const printer = makePrinter(checker, aliasesIn(sources, checker))
  const module = checker.getSymbolAtLocation(source)
  if (module === undefined) throw new Error(`${file} is no module`)
  for (const exported of checker.getExportsOfModule(module)) {
    const symbol = (exported.flags & ts.SymbolFlags.Alias) === 0 ? exported : checker.getAliasedSymbol(exported)
    printer.add(exported.name, symbol, source)
  }
  return printer.text()
}

/** The declarations of a module that says itself what its exports are; it may import `./index.ts`, and what its users have. */
export const declarationsOfFile = (file: string): string =>
  ts.transpileDeclaration(ts.sys.readFile(file) ?? "", { fileName: file }).outputText.replaceAll(
    "./index.ts",
    "./index.js"
  )

const read = (file: string, configFile: string) => {
  const config = ts.getParsedCommandLineOfConfigFile(configFile, { noEmit: true, plugins: [] }, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"))
    }
  })
  const program = ts.createProgram([file], { ...config?.options, composite: false, incremental: false })
  const source = program.getSourceFile(file)
  if (source === undefined) throw new Error(`${file} is not there`)
  const sources = program.getSourceFiles().filter(({ fileName }) => !fileName.includes("/node_modules/"))
  return { checker: program.getTypeChecker(), source, sources }
}

/** The types that our modules give a name to. */
const aliasesIn = (sources: ReadonlyArray<ts.SourceFile>, checker: ts.TypeChecker): ReadonlyMap<ts.Type, ts.Symbol> =>
  new Map(
    sources.flatMap((source) => source.statements.filter(isExportedAlias)).flatMap(({ name }) => {
      const symbol = checker.getSymbolAtLocation(name)
      const type = symbol === undefined ? undefined : checker.getDeclaredTypeOfSymbol(symbol)
      return symbol === undefined || type === undefined || (type.flags & named) === 0 ? [] : [[type, symbol]]
    })
  )

/** What is worth a name. */
const named = ts.TypeFlags.Object | ts.TypeFlags.Union | ts.TypeFlags.Intersection

const isExportedAlias = (statement: ts.Statement): statement is ts.TypeAliasDeclaration =>
  ts.isTypeAliasDeclaration(statement) && statement.typeParameters === undefined &&
  (ts.getCombinedModifierFlags(statement) & ts.ModifierFlags.Export) !== 0
