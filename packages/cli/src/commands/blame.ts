import { blame, pathText } from "@audit/projections";
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
  readonly at?: string;
  readonly knownAt?: string;
}

/** Gives `audit blame`. */
export function blameCommand(): Command {
  return withPrinting(
    withConnection(new Command("blame"))
      .description("Print every part of an entity's state with the event that last set it.")
      .argument("<id>", "the entity, monitor:1")
      .option("--at <time>", "when (default: now, with all that is there)")
      .option("--known-at <time>", "only with what was recorded by then"),
  )
    .addHelpText("after", '\nExample:\n  $ audit blame monitor:1 --at "2025-03-02 10:42"')
    .action(run);
}

async function run(id: string, flags: Flags): Promise<void> {
  const session = openSession(flags);
  const { out, workspaceId, show } = session;
  const projection = projectionOf(id);
  const at = session.time(flags.at);
  const knownAt = session.time(flags.knownAt);
  const store = session.store();
  const events = withProgress(store.read(id, { workspaceId, to: at, knownAt }), "events");
  const { leaves, report } = await blame(projection, events, { at, knownAt });
  if (report.first === undefined) throw await nothingByThen(store, id, session, { at, knownAt });
  if (out.mode === "ndjson") for (const leaf of leaves) await out.json(leaf);
  else if (out.mode === "json") await out.json({ id, workspaceId, at, knownAt, leaves, report });
  else {
    await out.heading(
      `${id} ${at === undefined ? "now" : `at ${show(at)}`}`,
      `times in ${session.zone.name}; ${reportText(report)}`,
    );
    await out.rows(
      leaves.map(({ path, value, setBy }) =>
        setBy === "initial"
          ? [pathText(path), leafText(path, value, show), "", "", "at the beginning"]
          : [
              pathText(path),
              leafText(path, value, show),
              show(setBy.event.timestamp),
              setBy.actor.name,
              `${setBy.event.action} (${setBy.event.uid})`,
            ],
      ),
    );
  }
}
