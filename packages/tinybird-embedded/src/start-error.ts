import { EmbeddedError } from "./embedded-error.ts";

/** Why a server did not start, as plain data: it travels from the child process as JSON. */
export type StartFailure =
  | { readonly code: "option_invalid"; readonly option: string; readonly reason: string }
  | { readonly code: "project_unreadable"; readonly project: string; readonly reason: string }
  | {
      readonly code: "datafile_invalid";
      readonly file: string;
      readonly line?: number;
      readonly reason: string;
    }
  | { readonly code: "project_changed"; readonly resource: string; readonly reason: string }
  | {
      readonly code: "data_locked";
      readonly data: string;
      /** Of the process that has it; 0 if that is not known. */
      readonly pid: number;
    }
  | { readonly code: "data_unusable"; readonly data: string; readonly reason: string }
  | {
      readonly code: "log_corrupt";
      /** Path of the file. */
      readonly file: string;
      /** Byte from which on it cannot be read. */
      readonly offset: number;
      readonly reason: string;
    }
  | {
      readonly code: "address_unavailable";
      readonly host: string;
      readonly port: number;
      readonly reason: string;
    }
  | {
      readonly code: "platform_unsupported";
      readonly platform: string;
      readonly reason: string;
    }
  | { readonly code: "child_ended"; readonly reason: string };

/** Thrown when a server cannot start; nothing is left running then. */
export class StartError extends EmbeddedError {
  readonly code: StartFailure["code"];
  readonly failure: StartFailure;

  constructor(failure: StartFailure, options?: ErrorOptions) {
    super(sentence(failure), options);
    this.code = failure.code;
    this.failure = failure;
  }
}

function sentence(failure: StartFailure): string {
  switch (failure.code) {
    case "option_invalid":
      return `Cannot start with this "${failure.option}" as ${failure.reason}`;
    case "project_unreadable":
      return `Cannot read the project "${failure.project}" as ${failure.reason}`;
    case "datafile_invalid": {
      const place = failure.line === undefined ? failure.file : `${failure.file}:${failure.line}`;
      return `Cannot deploy "${place}": ${failure.reason}`;
    }
    case "project_changed":
      return `Cannot deploy "${failure.resource}" onto the data that is there as ${failure.reason}`;
    case "data_locked":
      return `Cannot open "${failure.data}" as one process at a time may hold a data directory: ${failure.pid === 0 ? "another process" : `process ${failure.pid}`} has it`;
    case "data_unusable":
      return `Cannot open "${failure.data}" as ${failure.reason}`;
    case "log_corrupt":
      return `Cannot read the log "${failure.file}" from byte ${failure.offset} on as ${failure.reason}. Nothing was changed. To go on without what cannot be read, which is set aside, start once with repairLog (--repair-log)`;
    case "address_unavailable":
      return `Cannot listen on "${failure.host}:${failure.port}" as ${failure.reason}`;
    case "platform_unsupported":
      return `Cannot run ClickHouse on "${failure.platform}" as chDB has builds for Linux with glibc and macOS only: ${failure.reason}`;
    case "child_ended":
      return `Cannot start as the server process ended first: ${failure.reason}`;
  }
}
