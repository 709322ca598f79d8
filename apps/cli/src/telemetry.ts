import { formatProblems, problemsOf } from "@recordop/core"
import { traced, Tracing } from "@recordop/server/telemetry"
import { Cause, Config, ConfigProvider, Effect, Layer, Schema } from "effect"
import { FetchHttpClient } from "effect/http"
import { fail, type Failure, wrongUsage } from "./Failure.ts"
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
export const layerTelemetry: Layer.Layer<never, Failure> = Layer.unwrap(Effect.gen(function*() {
  if ((yield* Effect.orDie(endpoint)) === "") return Layer.empty
  const { Otlp, OtlpSerialization } = yield* Effect.promise(() => import("effect/observability"))
  return Otlp.layerFromConfig({
    resource: { serviceName: "recordop", serviceVersion: version },
    loggerMergeWithExisting: true
  }).pipe(
    Layer.provide([OtlpSerialization.layerJson, FetchHttpClient.layer]),
    Layer.provide(ConfigProvider.layerAdd(allSignals)),
    Layer.merge(Layer.succeed(Tracing, traced)),
    Layer.catchCause((cause) => Layer.effectDiscard(fail(problemOf(Cause.squash(cause)), wrongUsage)))
  )
}))

/** What is wrong with a variable. */
const problemOf = (error: unknown): string => {
  if (error instanceof Config.ConfigError && Schema.isSchemaError(error.cause)) {
    return formatProblems(problemsOf(error.cause.issue))
  }
  return `OpenTelemetry cannot be started: ${error instanceof Error ? error.message : String(error)}`
}
