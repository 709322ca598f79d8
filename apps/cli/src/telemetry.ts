import { traced, Tracing } from "@recordop/server/telemetry"
import { Config, ConfigProvider, Effect, Layer } from "effect"
import { FetchHttpClient } from "effect/http"
import { version } from "./version.ts"

const endpoint = Config.String("OTEL_EXPORTER_OTLP_ENDPOINT").pipe(Config.withDefault(""))

/** What is exported unless the environment says otherwise. */
const allSignals = ConfigProvider.fromUnknown({
  OTEL_TRACES_EXPORTER: "otlp",
  OTEL_METRICS_EXPORTER: "otlp",
  OTEL_LOGS_EXPORTER: "otlp"
})

/**
 * Exports traces, metrics and logs by OTLP when `OTEL_EXPORTER_OTLP_ENDPOINT` says where to; the other variables of
 * OpenTelemetry say how. Nothing is loaded unless it does.
 */
export const layerTelemetry: Layer.Layer<never> = Layer.unwrap(Effect.gen(function*() {
  if ((yield* Effect.orDie(endpoint)) === "") return Layer.empty
  const { Otlp, OtlpSerialization } = yield* Effect.promise(() => import("effect/observability"))
  return Otlp.layerFromConfig({
    resource: { serviceName: "recordop", serviceVersion: version },
    loggerMergeWithExisting: true
  }).pipe(
    Layer.provide([OtlpSerialization.layerJson, FetchHttpClient.layer]),
    Layer.provide(ConfigProvider.layerAdd(allSignals)),
    Layer.merge(Layer.succeed(Tracing, traced))
  )
}))
