import { setTimeout as sleep } from "node:timers/promises";
import { client } from "../client.ts";
import { compareBatch } from "./compare-batch.ts";
import { type Findings, isClean, noFindings } from "./findings.ts";
import { token } from "./launch.ts";
import type { Ledger } from "./ledger.ts";
import type { Project } from "./projects.ts";
import { storedEvents } from "./stored-events.ts";
import { differenceSql } from "./views.ts";

/** How long rows that were acknowledged with 202 may take to show. */
const patienceMilliseconds = 10_000;

/** Looks at all data while nobody writes. Wrong is what stays wrong for 10 s. */
export async function verify(ledger: Ledger, project: Project, url: string): Promise<Findings> {
  const giveUp = Date.now() + patienceMilliseconds;
  for (;;) {
    const findings = await look(ledger, project, url);
    if (isClean(findings) || Date.now() > giveUp) return findings;
    await sleep(250);
  }
}

async function look(ledger: Ledger, project: Project, url: string): Promise<Findings> {
  const api = client({ url, token });
  const findings = noFindings();
  const { anomalies } = findings;
  for (const source of project.sources) {
    const [{ rows }] = await api.rows(`SELECT count() AS rows FROM ${source}_quarantine`);
    if (rows > 0) anomalies.quarantined.push(`${source}: ${rows} rows`);
    const stored = await storedEvents(api, source);
    for (const { count } of stored.values()) findings.stored += count;
    for (const batch of ledger.batches.filter((each) => each.source === source)) {
      compareBatch(batch, stored, findings);
      for (const { id } of batch.events) stored.delete(id);
    }
    for (const id of stored.keys()) anomalies.changed.push(`${source} ${id} was never sent`);
  }
  for (const view of project.views) {
    const [{ missing, surplus }] = await api.rows(differenceSql(view));
    if (missing === 0 && surplus === 0) continue;
    anomalies.differentViews.push(`${view.view}: ${missing} rows missing, ${surplus} surplus`);
  }
  for (const column of project.added) {
    const sum = `SELECT sum(toUnixTimestamp64Milli(${column})) AS sum FROM readings`;
    const [before] = await api.rows(sum);
    await sleep(5);
    const [after] = await api.rows(sum);
    if (before.sum !== after.sum) anomalies.movingDefaults.push(column);
  }
  return findings;
}
