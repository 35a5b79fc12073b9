import { monitorDegraded } from "@audit/events";
import { type Projection, replayAll } from "@audit/projections";
import { readFleet } from "@audit/snapshots";
import { fetchTransport, TinybirdEventStore } from "@audit/store";
import { residentMemory } from "../../embedded/resident-memory.ts";
import type { Case, Prepared } from "../../harness/group.ts";
import type { FilledServer } from "../../stores/filled-server.ts";
import { fleetMoment } from "../../stores/fleet-rows.ts";
import { type Counting, goUp } from "../replay/counting.ts";
import { counting } from "../replay/counting-projection.ts";

type States = AsyncIterable<readonly [id: string, state: Counting]>;
type Ask = (store: TinybirdEventStore, projection: Projection<Counting>, at: number) => States;

/** Prepares the folding of all rows, those that the projection does not need included. */
export const prepareAll = prepared((store, projection, at) =>
  statesOf(replayAll(projection, store.readAll({ to: at }), { at })),
);

/** Prepares the folding of the rows that the projection needs. */
export const prepareNarrowed = prepared((store, projection, at) => {
  // Safe: they handle three or four actions of the built-in catalog.
  const actions = projection.actions as readonly "monitor.down"[];
  return statesOf(replayAll(projection, store.readAll({ to: at, actions }), { at }));
});

/** Prepares `readFleet`. */
export const prepareFleet = prepared((store, projection, at) =>
  readFleet(store, projection, { at }),
);

function prepared(ask: Ask): (of: Case, shared: unknown) => Prepared {
  return ({ size, variant }, shared) => {
    // Safe: this is what the group shares.
    const { url, token, pid } = (shared as Readonly<Record<string, FilledServer>>)[size] ?? none();
    const deadlines = { append: 60_000, query: 60_000 };
    const transport = fetchTransport({ url, token, deadlines });
    const store = new TinybirdEventStore({ transport, pageSize: 10_000 });
    const projection =
      variant === "all"
        ? counting.on(monitorDegraded, (state, { timestamp }) => goUp(state, timestamp))
        : counting;
    const run = () => summary(ask(store, projection, fleetMoment(size)));
    return {
      run,
      answer: run,
      helpers: [pid],
      async memory() {
        const server = await residentMemory(pid);
        return 1_024 * process.resourceUsage().maxRSS + (server?.most ?? Number.NaN);
      },
    };
  };
}

async function summary(states: States) {
  const sums = { entities: 0, down: 0, downs: 0, since: 0 };
  for await (const [, { status, downs, since }] of states) {
    sums.entities += 1;
    if (status === "down") sums.down += 1;
    sums.downs += downs;
    sums.since += since;
  }
  return sums;
}

async function* statesOf(
  replayed: AsyncIterable<[id: string, replayed: { readonly state: Counting }]>,
): States {
  for await (const [id, { state }] of replayed) yield [id, state];
}

function none(): never {
  throw new Error("Cannot read a fleet as its rows must be filled");
}
