import ts from "typescript-6"
import { makePrinter } from "./printType.ts"

/**
 * The declarations of what each module exports, by file, in types that need no other package: `recordop` has no
 * dependencies, and its types are made of effect's. Throws when a type cannot be said without another package. The modules
 * are read as one program: to read effect's types takes longest.
 */
export const declarationsOf = (files: ReadonlyArray<string>, configFile: string): ReadonlyMap<string, string> => {
  const program = read(files, configFile)
  const sources = program.getSourceFiles().filter(({ fileName }) => !fileName.includes("/node_modules/"))
  const aliases = aliasesIn(sources, program.getTypeChecker())
  return new Map(files.map((file) => [file, declarationsIn(file, program, aliases)]))
}

const declarationsIn = (file: string, program: ts.Program, aliases: ReadonlyMap<ts.Type, ts.Symbol>): string => {
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source)
  if (source === undefined || module === undefined) throw new Error(`${file} is not there, or no module`)
  const printer = makePrinter(checker, aliases)
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

const read = (files: ReadonlyArray<string>, configFile: string): ts.Program => {
  const config = ts.getParsedCommandLineOfConfigFile(configFile, { noEmit: true, plugins: [] }, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"))
    }
  })
  return ts.createProgram(files, { ...config?.options, composite: false, incremental: false })
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
