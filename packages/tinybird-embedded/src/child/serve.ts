import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Logger } from "pino";
import { completeProject } from "../deploy/complete-project.ts";
import { deployProject } from "../deploy/deploy-project.ts";
import { storedViews } from "../deploy/stored-views.ts";
import { openJournal } from "../durability/open-journal.ts";
import { openStore } from "../durability/open-store.ts";
import type { Recovery } from "../durability/recovery.ts";
import { planIngest } from "../ingest/ingest-plan.ts";
import { Ingestion } from "../ingest/ingestion.ts";
import { partitionedDatasources } from "../ingest/partitioned-datasources.ts";
import { JobList } from "../jobs/job-list.ts";
import { startKafka } from "../kafka/start-kafka.ts";
import { RequestRate } from "../limits/request-rate.ts";
import { TokenRate } from "../limits/token-rate.ts";
import { logRequests } from "../logging/log-requests.ts";
import { appendFixtures } from "../project/append-fixtures.ts";
import { projectWarnings } from "../project/project-warnings.ts";
import { readProjectLeniently } from "../project/read-project.ts";
import { servedResources } from "../project/served-resources.ts";
import { withoutRefused } from "../project/without-refused.ts";
import { withoutTtl } from "../project/without-ttl.ts";
import { refuseAll } from "../refuse.ts";
import { createApp } from "../routes/create-app.ts";
import { requestListener } from "../routes/request-listener.ts";
import { StartError, type StartFailure } from "../start-error.ts";
import { type DeployedTokens, deployTokens } from "../tokens/deploy-tokens.ts";
import { SavedTokens } from "../tokens/saved-tokens.ts";
import type { StartMessage } from "./child-message.ts";
import { createDrainingServer } from "./draining-server.ts";
import { dropGarbage } from "./drop-garbage.ts";

/** A server that listens. */
export interface Served {
  readonly port: number;
  readonly tokens: DeployedTokens;
  /** Id that JWTs must name. */
  readonly workspace: string;
  readonly recovery: Recovery;
  /** The wrong files that a lenient start went on without. */
  readonly refused: readonly StartFailure[];
  /** What of the datafiles is not done as they say. */
  readonly warnings: readonly string[];
  /** Takes no new request from the call on, and resolves when those that run have their answers. */
  close(): Promise<void>;
}

/**
 * Serves a project in this process.
 *
 * @throws {StartError} If the project, the data directory or the address cannot be used.
 */
export async function serve(options: StartMessage, log: Logger): Promise<Served> {
  const { data, host, bodyLimit, queryLimits, requestsPerSecond } = options;
  const start = performance.now();
  const refused: StartFailure[] = [];
  const refuse = options.lenient ? ({ failure }: StartError) => refused.push(failure) : refuseAll;
  const { project: written, errors } = await readProjectLeniently(options.project);
  for (const error of errors) refuse(error);
  const store = await openStore(data, options);
  const { engine } = store;
  const wanted = await completeProject(engine, options.ttl ? written : withoutTtl(written), refuse);
  const { changed } = await deployProject(engine, wanted, {
    beforeChange: store.beginChange,
    refuse,
  });
  const project = withoutRefused(wanted, refused);
  const {
    journal,
    compaction,
    close: closeJournal,
  } = await openJournal(store, options.durability, changed, log);
  const ingestion = new Ingestion(engine, journal, {
    partitions: options.partitionsPerInsert,
    waitingBytes: 100_000_000,
  });
  if (options.fixtures) await appendFixtures(engine, options.project, project, ingestion, refuse);
  const partitioned = partitionedDatasources(project.datasources, await storedViews(engine));
  const tokens = await deployTokens(project, join(data, "tokens.json"), options.token);
  const savedTokens = await SavedTokens.open(join(data, "api-tokens.json"), tokens.store);
  const { workspace } = savedTokens;
  const { secrets, kafka: mode } = options;
  const kafka = startKafka({ ...{ project, secrets, mode, engine, journal, partitioned, log } });
  const app = createApp({
    engine,
    kafka: kafka.status,
    ...servedResources(project, (each) => planIngest(each, partitioned.has(each.name))),
    ingestion,
    journal,
    compaction,
    tokens: tokens.store,
    jobs: new JobList(),
    savedTokens,
    signer: { workspace, key: tokens.admin },
    tokenRate: new TokenRate(),
    cors: options.cors,
    queryLimits,
    bodyLimit,
    ...(requestsPerSecond === undefined ? {} : { requestRate: new RequestRate(requestsPerSecond) }),
  });
  const { server, close } = createDrainingServer(requestListener(app));
  logRequests(server, log);
  dropGarbage();
  const port = await listen(server, host, options.port);
  log.info(
    {
      port,
      datasources: project.datasources.length,
      pipes: project.pipes.length,
      milliseconds: Math.round(performance.now() - start),
      ...recoveryFacts(store.recovery),
    },
    "listening",
  );
  return {
    port,
    tokens,
    workspace,
    recovery: store.recovery,
    refused,
    warnings: projectWarnings(written),
    close: async () => {
      engine.leave();
      await Promise.all([close(), kafka.stop()]);
      await closeJournal();
    },
  };
}

/** What the start brought in, made anew or left out; nothing after a stop. */
function recoveryFacts({ damage, ...recovery }: Recovery) {
  const facts = Object.entries({ ...recovery, damaged: damage.length });
  return Object.fromEntries(facts.filter(([, value]) => value !== 0));
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const reason = cause.code === "EADDRINUSE" ? "the port is taken" : cause.message;
      reject(new StartError({ code: "address_unavailable", host, port, reason }, { cause }));
    });
    server.listen(port, host, resolve);
  });
  // A server that listens on a port has an address of this kind.
  return (server.address() as AddressInfo).port;
}
