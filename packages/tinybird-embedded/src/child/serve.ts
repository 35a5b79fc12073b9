import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { deployProject } from "../deploy/deploy-project.ts";
import { Engine } from "../engine/engine.ts";
import { planIngest } from "../ingest/ingest-plan.ts";
import { readProject } from "../project/read-project.ts";
import { createApp } from "../routes/create-app.ts";
import { StartError } from "../start-error.ts";
import { type DeployedTokens, deployTokens } from "../tokens/deploy-tokens.ts";
import type { StartMessage } from "./child-message.ts";
import { createDrainingServer } from "./draining-server.ts";

/** A server that listens. */
export interface Served {
  readonly port: number;
  readonly tokens: DeployedTokens;
  /** Takes no new request from the call on, and resolves when those that run have their answers. */
  close(): Promise<void>;
}

/**
 * Serves a project in this process.
 *
 * @throws {StartError} If the project, the data directory or the address cannot be used.
 */
export async function serve(options: StartMessage): Promise<Served> {
  const { data, host, bodyLimit, queryLimits } = options;
  const project = await readProject(options.project);
  const engine = await Engine.open(join(data, "clickhouse"), { reads: options.reads });
  await deployProject(engine, project);
  const tokens = await deployTokens(project, join(data, "tokens.json"), options.token);
  const app = createApp({
    engine,
    datasources: new Map(project.datasources.map((each) => [each.name, each])),
    pipes: new Map(project.pipes.map((each) => [each.name, each])),
    plans: new Map(project.datasources.map((each) => [each.name, planIngest(each)])),
    tokens: tokens.store,
    queryLimits,
    bodyLimit,
  });
  const { server, close } = createDrainingServer(getRequestListener(app.fetch));
  const port = await listen(server, host, options.port);
  return {
    port,
    tokens,
    close: () => {
      engine.leave();
      return close();
    },
  };
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
