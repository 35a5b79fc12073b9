import type { DurabilityOptions } from "../durability/durability-options.ts";
import type { Recovery } from "../durability/recovery.ts";
import type { KafkaMode } from "../kafka/kafka-mode.ts";
import type { LogLevel } from "../logging/log-level.ts";
import type { QueryLimits } from "../query/query-limits.ts";
import type { StartFailure } from "../start-error.ts";
import type { TokensByName } from "../tokens/token-file.ts";

/** How long the requests that run at a stop may go on; then they are cut off. */
export const graceMilliseconds = 5_000;

/** What the child needs to know, sent by the parent first. Paths are absolute. */
export interface StartMessage {
  readonly type: "start";
  readonly project: string;
  readonly data: string;
  /** Whether the child makes `data`, which goes when the server ends. */
  readonly temporary: boolean;
  readonly host: string;
  readonly cors: readonly string[];
  readonly port: number;
  readonly token?: string;
  readonly bodyLimit: number;
  readonly partitionsPerInsert: number;
  readonly queryLimits: QueryLimits;
  readonly reads: number;
  readonly repairLog: boolean;
  readonly durability: DurabilityOptions;
  readonly requestsPerSecond?: number;
  readonly logLevel: LogLevel;
  readonly fixtures: boolean;
  readonly ttl: boolean;
  /** Serves what works of the project, as a check wants it: each wrong file is told, and no row expires. */
  readonly lenient: boolean;
  readonly queuedReads: number;
  readonly kafka: KafkaMode;
  readonly secrets: Readonly<Record<string, string>>;
}

/** What the parent may say. Ending the channel means stop, too. */
export type ParentMessage = StartMessage | { readonly type: "stop" };

/** The child's one answer to the start message. */
export type ChildMessage =
  | {
      readonly type: "listening";
      readonly port: number;
      readonly token: string;
      readonly workspace: string;
      readonly tokens: TokensByName;
      readonly recovery: Recovery;
      readonly warnings: readonly string[];
      /** The wrong files that a lenient start went on without. */
      readonly refused: readonly StartFailure[];
    }
  | { readonly type: "failed"; readonly failure: StartFailure };
