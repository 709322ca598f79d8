import * as HttpRecordOperations from "@recordop/client/HttpRecordOperations"
import { contract } from "@recordop/testing/Contract"
import { Layer } from "effect"
import { baseUrl, layerFetchApp } from "./FetchApp.ts"

contract(
  "HttpRecordOperations",
  (seed) => HttpRecordOperations.layer({ baseUrl }).pipe(Layer.provide(layerFetchApp(seed)), Layer.orDie)
)
