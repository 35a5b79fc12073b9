import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { MemoryEventStore } from "@audit/store";
import { onTestFinished } from "vitest";
import type { RecordedObserver } from "../src/api/create-app.ts";
import { IncidentService, type IncidentServiceOptions } from "../src/incident-service.ts";
import type { Notice } from "../src/notify/notice.ts";
import { serve } from "../src/serve.ts";
import type { Settings } from "../src/settings/settings.ts";

/** Keys of the people and programs of the tests. */
export const keys = {
  probe: "probe-key-0123456789",
  ada: "ada-key-0123456789",
  agent: "agent-key-0123456789",
  stranger: "other-key-0123456789",
} as const;

const apiKeys: Settings["apiKeys"] = [
  { key: keys.probe, workspaceId: "acme", actor: { id: "probe-1", type: "api_key" } },
  { key: keys.ada, workspaceId: "acme", actor: { id: "ada", name: "Ada", type: "user" } },
  {
    key: keys.agent,
    workspaceId: "acme",
    actor: { id: "bot", type: "agent", onBehalfOf: { id: "ada", name: "Ada" } },
  },
  { key: keys.stranger, workspaceId: "other", actor: { id: "eve", type: "user" } },
];

/** A service that listens, and what a test needs of it. */
export interface RunningService {
  readonly service: IncidentService;
  readonly url: string;
  readonly store: IncidentServiceOptions["store"];
  /** Calls it with one of the keys, and gives status and body. */
  call(
    method: string,
    path: string,
    options?: { key?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }>;
}

/** Starts a service that ends with the test. */
export async function startService(
  options: Partial<IncidentServiceOptions> & { onRecorded?: RecordedObserver } = {},
): Promise<RunningService> {
  const { onRecorded, settings, store = new MemoryEventStore(), ...rest } = options;
  const service = new IncidentService({
    settings: { apiKeys, webhooks: [], ...settings },
    store,
    onError: (cause) => {
      throw cause;
    },
    ...rest,
  });
  const listening = await serve(service, { port: 0, ...(onRecorded && { onRecorded }) });
  onTestFinished(async () => {
    await listening.close();
    await service.notifier.stop();
  });
  return {
    service,
    url: listening.url,
    store,
    async call(method, path, { key = keys.ada, body, headers } = {}) {
      const answer = await fetch(`${listening.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      // Safe: every answer of the service is an object.
      const given = (await answer.json()) as Record<string, unknown>;
      return { status: answer.status, body: given, headers: answer.headers };
    },
  };
}

/** A webhook over HTTP that takes notices, and answers as it is told. */
export async function startWebhook(): Promise<{
  readonly url: string;
  readonly notices: Notice[];
  status: number;
}> {
  const notices: Notice[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) text += chunk;
    if (webhook.status < 300) notices.push(JSON.parse(text));
    response.writeHead(webhook.status).end();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(() => resolve()));
  });
  // Safe: a server that listens on TCP has such an address.
  const { port } = server.address() as AddressInfo;
  const webhook = { url: `http://127.0.0.1:${port}`, notices, status: 200 };
  return webhook;
}

/** A check of monitor `api`. */
export const check = (status: "up" | "degraded" | "down", timestamp: number, more = {}) => ({
  monitor: "api",
  name: "API",
  status,
  timestamp,
  ...more,
});
