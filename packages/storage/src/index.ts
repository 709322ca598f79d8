export * from "./Sqlite.ts"
