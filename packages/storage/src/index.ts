export * from "./Sqlite.ts"
export * from "./StoreLocation.ts"
