import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { startTinybird } from "../../src/index.ts";
import { client } from "../client.ts";
import { writeProject } from "./write-project.ts";

/** Gives a statement over the tables that have nothing but what tenant a may see. */
export function overOwnRows(statement: string): string {
  const names = /\b(orders|visits|profiles|notes|amounts|all_orders)\b/g;
  return statement.replaceAll(names, "$1_a");
}

/** What nobody but the administrator may ever see; no attack says it itself. */
export const canaries = { row: "zebra-of-b", secret: "zebra-secret", file: "zebra-file" };

const anyCanary = /zebra/;

/** A server with rows of two tenants, beside a file and a port that nobody may reach. */
export async function startTarget() {
  const outside = await mkdtemp(join(tmpdir(), "tinybird-embedded-attacks-"));
  const file = join(outside, "canary.txt");
  await writeFile(file, `${canaries.file}\n`);
  let connections = 0;
  const listener = createServer((socket) => {
    connections += 1;
    socket.end();
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  const project = await writeProject(join(outside, "project"), file, port);
  const server = await startTinybird({ project, data: join(outside, "data"), logLevel: "error" });
  const api = client(server);
  await fill(api);
  const state = async () => ({
    rows: await api.rows(
      "SELECT (SELECT groupArray((id, tenant, note, amount)) FROM (SELECT * FROM orders ORDER BY id)) AS o, (SELECT count() FROM visits) AS v, (SELECT count() FROM secrets) AS s, (SELECT count() FROM orders_quarantine) AS q, (SELECT groupArray((tenant, orders)) FROM (SELECT * FROM totals ORDER BY tenant)) AS t",
    ),
    tables: (await api.request("/v0/datasources")).json.datasources.map(
      (each: { name: string }) => each.name,
    ),
    tokens: (await api.request("/v0/tokens")).json,
    files: (await readdir(outside)).sort(),
    canary: await readFile(file, "utf8"),
  });
  const before = JSON.stringify(await state());
  return {
    server,
    api,
    file,
    url: `http://127.0.0.1:${port}/`,
    outfile: join(outside, "written.txt"),
    connections: () => connections,
    /** Fails if anything is another than before the attacks. */
    expectUntouched: async () => {
      expect(JSON.stringify(await state())).toBe(before);
      expect(connections).toBe(0);
    },
    /** Fails if an answer shows what its asker may not see. */
    expectSilent: (text: string) => expect(text).not.toMatch(anyCanary),
    /** Makes a static token and gives its text. */
    token: async (...scopes: string[]): Promise<string> => {
      const name = `t${Math.random()}`;
      const body = new URLSearchParams({ name });
      for (const scope of scopes) body.append("scope", scope);
      const { status, text, json } = await api.request("/v0/tokens/", { method: "POST", body });
      if (status !== 200) throw new Error(text);
      return json.token;
    },
    /** Call it again after the tokens that a test needs are made. */
    rebase: async () => {
      const now = JSON.stringify(await state());
      return async () => {
        expect(JSON.stringify(await state())).toBe(now);
        expect(connections).toBe(0);
      };
    },
    stop: async () => {
      await server.stop();
      listener.close();
      await rm(outside, { recursive: true, force: true });
    },
  };
}

async function fill(api: ReturnType<typeof client>): Promise<void> {
  const append = async (name: string, rows: readonly object[]) => {
    const answer = await api.append(name, rows.map((row) => JSON.stringify(row)).join("\n"));
    if (answer.status !== 200) throw new Error(answer.text);
  };
  const orders = [
    { id: "a1", tenant: "a", note: "1", amount: 1 },
    { id: "a2", tenant: "a", note: "2", amount: 2 },
    { id: "b1", tenant: "b", note: canaries.row, amount: 100 },
    { id: "b2", tenant: "b", note: canaries.row, amount: 200 },
    // Quarantined.
    { id: canaries.row, tenant: "b", note: canaries.row, amount: canaries.row },
  ];
  await append("orders", orders);
  for (const name of ["visits", "profiles", "notes", "amounts"]) {
    await append(name, orders.slice(0, 4));
  }
  for (const name of ["orders_a", "visits_a", "profiles_a", "notes_a", "amounts_a"]) {
    await append(name, orders.slice(0, 2));
  }
  await append("companies", [
    { company_id: 1, name: "a" },
    { company_id: 2, name: "b" },
  ]);
  await append("secrets", [{ id: "s", value: canaries.secret }]);
}
