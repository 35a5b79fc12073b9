export { type CheckOptions, checkProject } from "./check/check-project.ts";
export type {
  CheckCount,
  CheckProblem,
  CheckProgress,
  CheckReport,
} from "./check/check-report.ts";
export { DatafileError } from "./datafile/datafile-error.ts";
export type { DatafileOptions, IncludedFile } from "./datafile/datafile-options.ts";
export type { DatafileWarning } from "./datafile/datafile-warning.ts";
export type {
  ConnectionDefinition,
  DatasourceDefinition,
  PipeDefinition,
} from "./datafile/definitions.ts";
export { parseConnection } from "./datafile/parse-connection.ts";
export { parseDatasource } from "./datafile/parse-datasource.ts";
export { parsePipe } from "./datafile/parse-pipe.ts";
export { EmbeddedError } from "./embedded-error.ts";
export type { KafkaMode } from "./kafka/kafka-mode.ts";
export type { LogLevel } from "./logging/log-level.ts";
export type { QueryLimits } from "./query/query-limits.ts";
export { StartError, type StartFailure } from "./start-error.ts";
export { startTinybird, type Tinybird, type TinybirdOptions } from "./start-tinybird.ts";
export { type TemplateParameter, templateParameters } from "./template/template-parameters.ts";
