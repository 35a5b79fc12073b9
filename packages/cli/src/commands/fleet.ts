import type { AuditEvent, BuiltInAction } from "@audit/events";
import { type ReplayReport, replayAll } from "@audit/projections";
import { Command } from "commander";
import {
  type ConnectionFlags,
  type PrintFlags,
  withConnection,
  withPrinting,
} from "../common-options.ts";
import { withProgress } from "../print/progress.ts";
import { type EntityState, projectionOfType } from "../projection-of.ts";
import { openSession } from "../session.ts";
import { NothingFoundError } from "../usage-error.ts";

interface Flags extends ConnectionFlags, PrintFlags {
  readonly at?: string;
  readonly knownAt?: string;
}

/** Gives `audit fleet`. */
export function fleetCommand(): Command {
  return withPrinting(
    withConnection(new Command("fleet"))
      .description("Print what every entity of a type was at a moment, one a line.")
      .argument("<type>", "monitor or incident")
      .option("--at <time>", "when (default: now, with all that is there)")
      .option("--known-at <time>", "only with what was recorded by then"),
  )
    .addHelpText("after", '\nExample:\n  $ audit fleet monitor --at "2025-03-02 10:42"')
    .action(run);
}

async function run(type: string, flags: Flags): Promise<void> {
  const session = openSession(flags);
  const { out, workspaceId, show } = session;
  const projection = projectionOfType(type);
  const at = session.time(flags.at);
  const knownAt = session.time(flags.knownAt);
  const events = withProgress(session.store().readAll({ workspaceId, to: at, knownAt }), "events");
  const rows: string[][] = [];
  const entities: { id: string; state: EntityState; report: ReplayReport }[] = [];
  let found = 0;
  for await (const [id, { state, report }] of replayAll(projection, ofType(events, type), {
    at,
    knownAt,
  })) {
    found += 1;
    if (out.mode === "ndjson") await out.json({ id, state, report });
    else if (out.mode === "json") entities.push({ id, state, report });
    else rows.push([id, ...summary(state, show), report.reasons.join(", ")]);
  }
  if (out.mode === "json")
    await out.json({ type, workspaceId, projection: projection.name, at, knownAt, entities });
  if (found === 0)
    throw new NothingFoundError(
      `Found no ${type}${at === undefined ? "" : ` that had events by ${show(at)}`}`,
      '"audit search" lists recent events with their ids',
    );
  if (out.mode !== "text") return;
  await out.heading(
    `${found} of type ${type} ${at === undefined ? "now" : `at ${show(at)}`}`,
    `times in ${session.zone.name}`,
  );
  await out.rows(rows, ["id", "phase", "status", "since", "name", "partial"]);
}

function summary(state: EntityState, show: (timestamp: number) => string): string[] {
  if (state.phase === "none") return ["none", "", "", ""];
  if ("severity" in state) return [state.phase, state.severity, show(state.openedAt), state.title];
  return [state.phase, state.status, show(state.since), state.name ?? ""];
}

async function* ofType(
  events: AsyncIterable<AuditEvent<BuiltInAction>>,
  type: string,
): AsyncGenerator<AuditEvent<BuiltInAction>> {
  for await (const event of events) if (event.id.startsWith(`${type}:`)) yield event;
}
