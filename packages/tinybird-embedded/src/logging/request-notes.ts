import type { IncomingMessage } from "node:http";

/** What the routes know of a request that its log line is to have. */
export interface RequestNotes {
  /** Pattern of the path. */
  readonly route?: string;
  /** A data source of the project. */
  readonly datasource?: string;
  /** A pipe of the project. */
  readonly pipe?: string;
  /** How many rows went into the data source. */
  readonly rows?: number;
  /** How many rows went into its quarantine. */
  readonly quarantined?: number;
  /** What was thrown. */
  readonly cause?: unknown;
}

const all = new WeakMap<IncomingMessage, RequestNotes>();

/** Adds to what is known of a request. Never give it what a request says, unless the project says it too. */
export function note(request: IncomingMessage, notes: RequestNotes): void {
  all.set(request, { ...all.get(request), ...notes });
}

/** Gives what is known of a request. */
export function notesOf(request: IncomingMessage): RequestNotes {
  return all.get(request) ?? {};
}
