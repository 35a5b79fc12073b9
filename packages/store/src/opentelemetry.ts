/** Metrics and traces of a store, its requests and its spool, through `@opentelemetry/api`. @module */
export { type OpenTelemetryOptions, openTelemetry } from "./opentelemetry/open-telemetry.ts";
