import { eventMoments, type Moment, timeline } from "@audit/projections";
import { Command } from "commander";
import {
  type ConnectionFlags,
  type PrintFlags,
  withConnection,
  withPrinting,
} from "../common-options.ts";
import { nothingByThen } from "../nothing-by-then.ts";
import { momentText } from "../print/moment-text.ts";
import { withProgress } from "../print/progress.ts";
import { projectionOf } from "../projection-of.ts";
import { openSession, type Session } from "../session.ts";
import { readStory } from "../story/read-story.ts";
import { writeDuration } from "../time/write-time.ts";

interface Flags extends ConnectionFlags, PrintFlags {
  readonly from?: string;
  readonly to?: string;
  readonly knownAt?: string;
  readonly events?: true;
  readonly story?: true;
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
      .option("--events", "each event on a line of its own: no bursts, no idle stretches")
      .option("--story", "with the events of other entities that share a correlationId with these"),
  )
    .addHelpText(
      "after",
      "\nExamples:\n  $ audit timeline monitor:1 --from 2025-03-02 --to now\n  $ audit timeline incident:7 --story",
    )
    .action(run);
}

async function run(id: string, flags: Flags): Promise<void> {
  const session = openSession(flags);
  if (flags.story) return tellStory(id, flags, session);
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
        momentText(moment, show),
      ]),
    );
  }
}

async function tellStory(id: string, flags: Flags, session: Session): Promise<void> {
  const { out, workspaceId, show, zone } = session;
  const span = session.span(flags);
  const knownAt = session.time(flags.knownAt);
  const store = session.store();
  const query = { workspaceId, ...span, knownAt };
  const { correlationIds, moments } = await readStory(store, id, query);
  if (moments.length === 0) throw await nothingByThen(store, id, session, { at: span.to, knownAt });
  const facts = moments.map(({ cause, ...moment }) => ({
    ...asJson(moment),
    ...(cause === undefined ? {} : { cause: { id: cause.id, uid: cause.uid } }),
  }));
  if (out.mode === "ndjson") for (const moment of facts) await out.json(moment);
  else if (out.mode === "json")
    await out.json({ id, workspaceId, ...span, knownAt, correlationIds, moments: facts });
  else {
    await out.heading(id, `times in ${zone.name}; ↳ was caused by an event above`);
    await out.rows(
      moments.map((moment) => [
        show(moment.timestamp),
        moment.event.id,
        `${moment.cause === undefined ? "" : "↳ "}${momentText(moment, show)}`,
      ]),
    );
  }
}

function asJson(moment: Moment<unknown>) {
  const { state: _, ...facts } = moment;
  if (facts.kind === "event") return facts;
  const { members, ...group } = facts;
  return { ...group, events: members.map(({ event }) => event) };
}
