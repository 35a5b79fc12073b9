import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Embedded, startEmbedded } from "./embedded.ts";

const packages = fileURLToPath(new URL("../../", import.meta.url));
const root = join(packages, "..");
const tsc = join(root, "node_modules", ".bin", "tsc");

/** Runs a command and gives what it prints, whether it succeeds or not. */
async function run(command: string, args: string[], cwd: string): Promise<string> {
  const done = promisify(execFile)(command, args, { cwd });
  const { stdout, stderr } = await done.catch((error: { stdout: string; stderr: string }) => error);
  return stdout + stderr;
}

describe("the built packages, from outside the workspace", () => {
  let folder: string;
  let embedded: Embedded;

  beforeAll(async () => {
    for (const name of ["events", "store"])
      expect(await run(tsc, ["-p", "tsconfig.build.json"], join(packages, name))).toBe("");
    folder = await mkdtemp(join(tmpdir(), "audit-outside-"));
    const modules = join(folder, "node_modules");
    const links: [string, string][] = [
      ["@audit/events", join(packages, "events")],
      ["@audit/store", join(packages, "store")],
      ["@chronark/zod-bird", join(packages, "store/node_modules/@chronark/zod-bird")],
      ["@types/node", join(root, "node_modules/@types/node")],
      ["zod", join(packages, "store/node_modules/zod")],
    ];
    for (const [name, target] of links) {
      await mkdir(join(modules, name, ".."), { recursive: true });
      await symlink(target, join(modules, name));
    }
    await writeFile(join(folder, "package.json"), '{"type":"module"}');
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      types: ["node"],
      lib: ["ES2023"],
      target: "ES2023",
      module: "NodeNext",
      noEmit: true,
    };
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    embedded = await startEmbedded();
  });
  afterAll(async () => {
    await embedded?.server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const compile = async (lines: string[]): Promise<string> => {
    const text = [
      'import { AuditLog, type ZodBirdClient } from "@audit/store";',
      "declare const tb: ZodBirdClient;",
      "const auditLog = new AuditLog({ tb });",
      ...lines,
    ].join("\n");
    await writeFile(join(folder, "main.ts"), text);
    return run(tsc, ["-p", "."], folder);
  };

  test("run from plain JavaScript", async () => {
    const script = `
      import { AuditLog } from "@audit/store";
      import { Tinybird } from "@chronark/zod-bird";
      const tb = new Tinybird({ token: process.env.TOKEN, baseUrl: process.env.BASE_URL });
      const auditLog = new AuditLog({ tb });
      await auditLog.publishAuditLog({
        id: "monitor:1",
        action: "monitor.down",
        targets: [{ id: "1", type: "monitor" }],
        metadata: { region: "gru", statusCode: 400, message: "timeout" },
      });
      const { data } = await auditLog.getAuditLog({ event_id: "monitor:1" });
      console.log(JSON.stringify(data.map(({ action, metadata }) => [action, metadata.message])));`;
    await writeFile(join(folder, "main.mjs"), script);
    const { url, token } = embedded.server;
    const env = { ...process.env, BASE_URL: url, TOKEN: token };
    const { stdout } = await promisify(execFile)(process.execPath, ["main.mjs"], {
      cwd: folder,
      env,
    });
    expect(JSON.parse(stdout)).toEqual([["monitor.down", "timeout"]]);
  });

  test("run the contract without fast-check, which properties alone need", async () => {
    const script = `
      import { MemoryEventStore } from "@audit/store";
      import { contractTests } from "@audit/store/contract";
      const open = (options) => new MemoryEventStore({ writer: options?.writer });
      for (const { run } of contractTests({ open }).slice(0, 20)) await run();
      const missing = await import("@audit/store/properties").catch(({ message }) => message);
      console.log(missing);`;
    // A copy, as a link would find what is installed beside the package.
    const bare = join(folder, "bare");
    const copy = join(bare, "node_modules/@audit/store");
    for (const part of ["dist", "package.json"])
      await cp(join(packages, "store", part), join(copy, part), { recursive: true });
    await writeFile(join(bare, "main.mjs"), script);
    const { stdout } = await promisify(execFile)(process.execPath, ["main.mjs"], { cwd: bare });
    expect(stdout).toContain("Cannot find package 'fast-check'");
  });

  test("compile without the DOM, and narrow by known, then by action", async () => {
    const printed = await compile([
      "const receipt = await auditLog.publishAuditLog({",
      '  id: "monitor:1", action: "monitor.down", metadata: { region: "gru", statusCode: 400 },',
      "});",
      "const uid: string = receipt.uid;",
      "const receipts = await auditLog.publishAuditLog([",
      '  { id: "monitor:1", action: "monitor.delete", metadata: {} },',
      '  { id: "incident:1", action: "incident.acknowledge", metadata: { message: "" } },',
      "]);",
      "const uids: string[] = receipts.map(({ uid }) => uid);",
      'const { data } = await auditLog.getAuditLog({ event_id: "monitor:1" });',
      "for (const event of data) {",
      "  if (!event.known) { const why: string = event.reason; void why; continue; }",
      '  if (event.action === "monitor.down") { const region: string = event.metadata.region; void region; }',
      '  if (event.action === "incident.create") { const s: "minor" | "major" | "critical" = event.metadata.severity; void s; }',
      "}",
      "void [uid, uids];",
    ]);
    expect(printed).toBe("");
  });

  test("compile with zod-bird's own types, which need one name of the DOM", async () => {
    const main = [
      'import { AuditLog } from "@audit/store";',
      'import { Tinybird } from "@chronark/zod-bird";',
      'const auditLog = new AuditLog({ tb: new Tinybird({ token: "t" }) });',
      'await auditLog.publishAuditLog({ id: "monitor:1", action: "monitor.delete", metadata: {} });',
    ];
    await writeFile(join(folder, "main.ts"), main.join("\n"));
    expect(await run(tsc, ["-p", "."], folder)).toContain("Cannot find name 'RequestCache'");
    await writeFile(join(folder, "globals.d.ts"), "type RequestCache = string;");
    expect(await run(tsc, ["-p", "."], folder)).toBe("");
    await rm(join(folder, "globals.d.ts"));
  });

  test("take drafts one by one, and hold a draft of two actions against both", async () => {
    const one = "for (const draft of drafts) await auditLog.publishAuditLog(draft);";
    const declared = [
      'import type { BuiltInAction, DraftOf } from "@audit/events";',
      "declare const drafts: readonly DraftOf<BuiltInAction>[];",
      "declare const isDown: boolean;",
    ];
    expect(await compile([...declared, one])).toBe("");
    const either = 'action: isDown ? "monitor.down" : "incident.create"';
    const mixed = `await auditLog.publishAuditLog({ id: "a:1", ${either}, metadata: { region: "x" } });`;
    expect(await compile([...declared, mixed])).toContain("error TS");
  });

  test.each([
    ["a key that the action does not have", '{ regio: "gru" }', "'regio' does not exist"],
    [
      "a value of another type",
      '{ region: "gru", statusCode: "400" }',
      "Type 'string' is not assignable to type 'number'",
    ],
    ["a key that is missing", "{ statusCode: 400 }", "Property 'region' is missing"],
  ])("do not compile with %s in metadata, and say which", async (_, metadata, message) => {
    const draft = `{ id: "monitor:1", action: "monitor.down", metadata: ${metadata} }`;
    expect(await compile([`await auditLog.publishAuditLog(${draft});`])).toContain(message);
    expect(await compile([`await auditLog.publishAuditLog([${draft}]);`])).toContain(message);
  });

  test("do not compile with an action that is not in the catalog, nor with an old version", async () => {
    const unknown = '{ id: "monitor:1", action: "monitor.dwn", metadata: { region: "gru" } }';
    expect(await compile([`await auditLog.publishAuditLog(${unknown});`])).toContain(
      `Type '"monitor.dwn"' is not assignable`,
    );
    const old =
      '{ id: "incident:1", action: "incident.create", version: 1, metadata: { incidentId: 7 } }';
    expect(await compile([`await auditLog.publishAuditLog(${old});`])).toContain(
      "Type '1' is not assignable to type '2'",
    );
  });

  test.each([
    ["a forgotten upcast", "start.version(2, weighed);", "Expected 3 arguments, but got 2."],
    [
      "an upcast that misses a field",
      "start.version(2, weighed, (v1) => ({ title: v1.name }));",
      "Property 'weight' is missing in type '{ readonly title: string; }'",
    ],
    [
      "a skipped number",
      'start.version(3, weighed, (v1) => ({ title: v1.name, weight: "light" }));',
      "Argument of type '3' is not assignable to parameter of type '2'.",
    ],
    [
      "an old shape in a draft",
      'await log.publishAuditLog({ id: "site:1", action: "site.rename", metadata: { name: "Status" } });',
      "Object literal may only specify known properties, and 'name' does not exist in type",
    ],
    [
      "a deprecated action in a draft",
      'await log.publishAuditLog({ id: "site:1", action: "site.ping", metadata: {} });',
      '"checks tell more: emit site.rename instead"',
    ],
  ])("say what is wrong with %s", async (_, code, message) => {
    const printed = await compile([
      'import { defineAction, defineCatalog } from "@audit/events";',
      'import { z } from "zod";',
      'const start = defineAction("site.rename").version(1, z.strictObject({ name: z.string() }));',
      'const weighed = z.strictObject({ title: z.string(), weight: z.enum(["light", "heavy"]) });',
      'const rename = start.version(2, weighed, (v1) => ({ title: v1.name, weight: "light" }));',
      'const ping = defineAction("site.ping").version(1, z.strictObject({}))',
      '  .deprecate("checks tell more: emit site.rename instead");',
      "const log = new AuditLog({ tb, catalog: defineCatalog([rename, ping]) });",
      code,
    ]);
    expect(printed).toContain(message);
    // One mistake, one complaint.
    expect(printed.match(/error TS/g)).toHaveLength(1);
  });

  test("do not compile when metadata is read before the event is known", async () => {
    const printed = await compile([
      'const { data } = await auditLog.getAuditLog({ event_id: "monitor:1" });',
      "data[0]?.action;",
    ]);
    expect(printed).toContain("Property 'action' does not exist");
  });
});
