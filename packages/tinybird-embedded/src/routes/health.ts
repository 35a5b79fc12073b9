import type { Context } from "hono";
import type { KafkaStatus } from "../kafka/kafka-status.ts";
import { packageVersion } from "../package-version.ts";
import type { Deployment } from "./deployment.ts";

/** Longer than ClickHouse takes when it is busy, shorter than most probes wait. */
const patienceMilliseconds = 2_000;

/** How a server is: nothing that only a token's holder may know. */
export interface Health {
  /**
   * `unresponsive`: ClickHouse refused a query, or did not answer it within 2 s. `stalled`: rows are logged, and the
   * store cannot take them for now; a full disk, for instance. `broken`: a write to the log failed, and no more is taken
   * until the server is started again; it can be read.
   */
  readonly status: "ok" | "unresponsive" | "stalled" | "broken";
  /** Of this package. */
  readonly version: string;
  /** The version that ClickHouse answered with; null if it gave no answer. */
  readonly clickhouse: string | null;
  readonly uptime_seconds: number;
  /** How many batches are in the log and not in the store. */
  readonly logged_batches: number;
  /** How the topics that feed data sources are read; missing without any. Whatever it says, the status is another's. */
  readonly kafka?: readonly KafkaStatus[];
}

/** `GET /health`, without a token: 200 when the server can do its work, 503 when it cannot. */
export async function getHealth(context: Context, deployment: Deployment): Promise<Response> {
  const state = await health(deployment);
  return context.json(state, state.status === "ok" ? 200 : 503);
}

/** Gives how a server is, within about 2 s. */
export async function health({ engine, journal, kafka }: Deployment): Promise<Health> {
  const clickhouse = await within(patienceMilliseconds, engine.ping());
  const { behind, stalled, broken } = journal.state;
  const topics = kafka();
  const working = stalled ? "stalled" : "ok";
  const answering = clickhouse === null ? "unresponsive" : working;
  return {
    status: broken ? "broken" : answering,
    version: packageVersion,
    clickhouse,
    uptime_seconds: Math.floor(process.uptime()),
    logged_batches: behind,
    ...(topics.length === 0 ? {} : { kafka: topics }),
  };
}

async function within<T>(milliseconds: number, job: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), milliseconds);
  });
  const outcome = await Promise.race([job.catch(() => null), late]);
  clearTimeout(timer);
  return outcome;
}
