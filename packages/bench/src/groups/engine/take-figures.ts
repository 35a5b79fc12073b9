import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTinybird } from "@audit/tinybird-embedded";
import { fill } from "../../embedded/fill.ts";
import { residentMemory } from "../../embedded/resident-memory.ts";
import { percentile } from "../../embedded/run-clients.ts";
import type { Figure, FigureOptions } from "../../harness/group.ts";
import { repositoryProject, selectFrom } from "../project-server.ts";
import { checkLines } from "./check-lines.ts";
import { openChdb } from "./open-chdb.ts";
import { openEmbedded } from "./open-embedded.ts";
import type { OpenEngine } from "./open-engine.ts";
import { writeProject } from "./write-project.ts";

/** Takes what the table says in units: what a call costs over chDB's, a start on many rows, the memory at rest. */
export async function takeFigures(options: FigureOptions): Promise<readonly Figure[]> {
  return [...(await measureCalls(options)), ...(await measureStart(options))];
}

async function measureCalls({ rounds, smoke }: FigureOptions): Promise<readonly Figure[]> {
  const calls = smoke ? 5 : 1_000;
  const overheads: number[] = [];
  const project = await writeProject();
  const data = await mkdtemp(join(tmpdir(), "audit-bench-"));
  const engines = [await openEmbedded(project)(data), await openChdb(data)] as const;
  for (const engine of engines) {
    await engine.insert(checkLines(10_000));
    await callTimes(engine, Math.ceil(calls / 10));
  }
  for (let round = 0; round < rounds; round += 1) {
    const [ours = [], direct = []] = [
      await callTimes(engines[0], calls),
      await callTimes(engines[1], calls),
    ];
    overheads.push(percentile(ours, 0.5) - percentile(direct, 0.5));
  }
  for (const engine of engines) await engine.close();
  for (const folder of [data, project]) await rm(folder, { recursive: true, force: true });
  return [{ says: `${calls} pipe calls: p50 over chDB's, ms`, values: overheads, atMost: 3 }];
}

/** Gives the milliseconds of calls, one after the other, the shortest first. */
async function callTimes(engine: OpenEngine, calls: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) {
    const begun = performance.now();
    await engine.call(`monitor:${call % 100}`);
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b);
}

async function measureStart({ rounds, smoke, full }: FigureOptions): Promise<readonly Figure[]> {
  // A million takes a minute and more to bring in.
  const rows = smoke ? 1_000 : full ? 1_000_000 : 100_000;
  const data = await mkdtemp(join(tmpdir(), "audit-bench-"));
  const project = repositoryProject();
  let server = await startTinybird({ project, data });
  await fill(server, { from: 0, to: rows });
  const starts: number[] = [];
  const answers: number[] = [];
  const rests: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await server.stop();
    const begun = performance.now();
    server = await startTinybird({ project, data });
    starts.push((performance.now() - begun) / 1_000);
    rests.push(((await residentMemory(server.pid))?.now ?? Number.NaN) / 1e6);
    const asked = performance.now();
    const [count] = await selectFrom(server, "SELECT toUInt32(count()) AS events FROM audit_log");
    answers.push((performance.now() - asked) / 1_000);
    if (JSON.stringify(count) !== JSON.stringify({ events: rows }))
      throw new Error(`Cannot measure a start as ${rows} rows must be there`);
  }
  await server.stop();
  await rm(data, { recursive: true, force: true });
  const of = `${rows} events and their views`;
  return [
    { says: `start on ${of}, s`, values: starts, atMost: 2 },
    { says: `first answer after it, s`, values: answers },
    { says: "resident memory of a server at rest after it, MB", values: rests, atMost: 320 },
  ];
}
