import * as HttpEmulator from "@recordop/client/HttpEmulator"
import * as HttpRecordOperations from "@recordop/client/HttpRecordOperations"
import { callsContract } from "@recordop/testing/CallsContract"
import { seed } from "@recordop/testing/Fixtures"
import { Layer } from "effect"
import { baseUrl, layerFetchApp } from "./FetchApp.ts"

callsContract(
  "HttpEmulator",
  () =>
    Layer.merge(HttpEmulator.layer({ baseUrl }), HttpRecordOperations.layer({ baseUrl })).pipe(
      Layer.provide(layerFetchApp(seed, { clock: { mode: "frozen" } })),
      Layer.orDie
    )
)
