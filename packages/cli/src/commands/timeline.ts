import { eventMoments, type Moment, pathText, timeline } from "@audit/projections";
import { Command } from "commander";
import {
  type ConnectionFlags,
  type PrintFlags,
  withConnection,
  withPrinting,
} from "../common-options.ts";
import { nothingByThen } from "../nothing-by-then.ts";
import { withProgress } from "../print/progress.ts";
import { leafText } from "../print/state-rows.ts";
import { projectionOf } from "../projection-of.ts";
import { openSession } from "../session.ts";
import { writeDuration } from "../time/write-time.ts";

interface Flags extends ConnectionFlags, PrintFlags {
  readonly from?: string;
  readonly to?: string;
  readonly knownAt?: string;
  readonly events?: true;
}

/** Gives `audit timeline`. */
export function timelineCommand(): Command {
  return withPrinting(
    withConnection(new Command("timeline"))
      .description("Tell what happened to an entity, what it changed, and how long that lasted.")
      .argument("<id>", "the entity, monitor:1")
      .option("--from <time>", "moments from then on; what was before still counts")
      .option("--to <time>", "the last that counts")
      .option("--known-at <time>", "only with what was recorded by then")
      .option("--events", "each event on a line of its own: no bursts, no idle stretches"),
  )
    .addHelpText("after", "\nExample:\n  $ audit timeline monitor:1 --from 2025-03-02 --to now")
    .action(run);
}

async function run(id: string, flags: Flags): Promise<void> {
  const session = openSession(flags);
  const { out, workspaceId, show } = session;
  const projection = projectionOf(id);
  const { from, to } = session.span(flags);
  const knownAt = session.time(flags.knownAt);
  const store = session.store();
  const events = store.read(id, { workspaceId, to, knownAt });
  const all = await timeline(projection, withProgress(events, "events"), { from, to, knownAt });
  const moments = flags.events ? eventMoments(all) : all;
  if (moments.length === 0) throw await nothingByThen(store, id, session, { at: to, knownAt });
  if (out.mode === "ndjson") for (const moment of moments) await out.json(asJson(moment));
  else if (out.mode === "json")
    await out.json({ id, workspaceId, from, to, knownAt, moments: moments.map(asJson) });
  else {
    await out.heading(id, `times in ${session.zone.name}`);
    await out.rows(
      moments.map((moment) => [
        show(moment.timestamp),
        moment.lasted ? `after ${writeDuration(moment.lasted)}` : "",
        `${moment.sentence}${moment.late ? " (late)" : ""}${changesText(moment, show)}`,
      ]),
    );
  }
}

function changesText({ changes }: Moment<unknown>, show: (timestamp: number) => string): string {
  const told = changes.filter(({ path }) => path[0] !== "history" && path[0] !== "people");
  const texts = told.map(({ path, from, to }) => {
    const before = from === undefined ? "" : `${leafText(path, from, show)} → `;
    return `${pathText(path)} ${before}${to === undefined ? "gone" : leafText(path, to, show)}`;
  });
  return texts.length === 0 ? "" : ` [${texts.join(", ")}]`;
}

function asJson(moment: Moment<unknown>) {
  const { state: _, ...facts } = moment;
  if (facts.kind === "event") return facts;
  const { members, ...group } = facts;
  return { ...group, events: members.map(({ event }) => event) };
}
