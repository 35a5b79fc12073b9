import { replay } from "@audit/projections";
import { Command } from "commander";
import {
  type ConnectionFlags,
  type PrintFlags,
  withConnection,
  withPrinting,
} from "../common-options.ts";
import { nothingByThen } from "../nothing-by-then.ts";
import { collect } from "../option-values.ts";
import { withProgress } from "../print/progress.ts";
import { reportText, stateRows } from "../print/state-rows.ts";
import { projectionOf } from "../projection-of.ts";
import { openSession } from "../session.ts";

interface Flags extends ConnectionFlags, PrintFlags {
  readonly at?: string;
  readonly knownAt?: string;
  readonly without: readonly string[];
}

/** Gives `audit state`. */
export function stateCommand(): Command {
  return withPrinting(
    withConnection(new Command("state"))
      .description("Print what an entity was at a moment, and what that rests on.")
      .argument("<id>", "the entity, monitor:1")
      .option("--at <time>", "when (default: now, with all that is there)")
      .option("--known-at <time>", "only with what was recorded by then")
      .option("--without <uid...>", "as if these events had not happened", collect, []),
  )
    .addHelpText("after", '\nExample:\n  $ audit state monitor:1 --at "2025-03-02 10:42"')
    .action(run);
}

async function run(id: string, flags: Flags): Promise<void> {
  const session = openSession(flags);
  const { out, workspaceId, show } = session;
  const projection = projectionOf(id);
  const at = session.time(flags.at);
  const knownAt = session.time(flags.knownAt);
  const store = session.store();
  const events = store.read(id, { workspaceId, to: at, knownAt });
  const { state, report } = await replay(projection, withProgress(events, "events"), {
    at,
    knownAt,
    without: flags.without,
  });
  if (report.first === undefined && report.leftOut.length === 0)
    throw await nothingByThen(store, id, session, { at, knownAt });
  if (out.mode !== "text") {
    await out.json({ id, workspaceId, projection: projection.name, at, knownAt, state, report });
    return;
  }
  await out.heading(
    `${id} ${at === undefined ? "now" : `at ${show(at)}`}${knownAt === undefined ? "" : `, as known at ${show(knownAt)}`}`,
    `times in ${session.zone.name}; ${reportText(report)}`,
  );
  await out.rows(stateRows(state, show));
}
