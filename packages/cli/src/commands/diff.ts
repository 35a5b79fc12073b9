import { diff, pathText } from "@audit/projections";
import { Command } from "commander";
import {
  type ConnectionFlags,
  type PrintFlags,
  withConnection,
  withPrinting,
} from "../common-options.ts";
import { nothingByThen } from "../nothing-by-then.ts";
import { withProgress } from "../print/progress.ts";
import { leafText, reportText } from "../print/state-rows.ts";
import { projectionOf } from "../projection-of.ts";
import { openSession } from "../session.ts";

interface Flags extends ConnectionFlags, PrintFlags {
  readonly from?: string;
  readonly to?: string;
  readonly knownAt?: string;
}

/** Gives `audit diff`. */
export function diffCommand(): Command {
  return withPrinting(
    withConnection(new Command("diff"))
      .description("Print what differs between two moments of an entity, and the events behind it.")
      .argument("<id>", "the entity, monitor:1")
      .option("--from <time>", "the earlier moment (default: before the first event)")
      .option("--to <time>", "the later moment (default: now)")
      .option("--known-at <time>", "only with what was recorded by then"),
  )
    .addHelpText(
      "after",
      '\nExample:\n  $ audit diff monitor:1 --from "2025-03-02 10:30" --to "2025-03-02 11:00"',
    )
    .action(run);
}

async function run(id: string, flags: Flags): Promise<void> {
  const session = openSession(flags);
  const { out, workspaceId, show } = session;
  const projection = projectionOf(id);
  const { from, to } = session.span(flags);
  const knownAt = session.time(flags.knownAt);
  const store = session.store();
  const events = withProgress(store.read(id, { workspaceId, to, knownAt }), "events");
  const { before, after, changes } = await diff(projection, events, { from, to, knownAt });
  if (after.report.first === undefined)
    throw await nothingByThen(store, id, session, { at: to, knownAt });
  if (out.mode === "ndjson") for (const change of changes) await out.json(change);
  else if (out.mode === "json") {
    await out.json({ id, workspaceId, from, to, knownAt, before, after, changes });
  } else {
    await out.heading(
      `${id} from ${from === undefined ? "its beginning" : show(from)} to ${to === undefined ? "now" : show(to)}`,
      `times in ${session.zone.name}; ${reportText(after.report)}`,
    );
    if (changes.length === 0) await out.line("Nothing differs.");
    await out.rows(
      changes.map(({ path, from: was, to: is, position, events: causes }) => {
        const last = causes.at(-1);
        const moved = position && was === undefined && is === undefined;
        return [
          pathText(path),
          moved
            ? `moved from ${position.from} to ${position.to}`
            : `${leafText(path, was, show)} → ${leafText(path, is, show)}`,
          last === undefined
            ? ""
            : `${show(last.timestamp)} ${last.recordedAction} by ${last.actor.name} (${last.uid})${causes.length > 1 ? ` and ${causes.length - 1} before` : ""}`,
        ];
      }),
    );
  }
}
