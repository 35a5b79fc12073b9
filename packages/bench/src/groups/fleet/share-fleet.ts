import type { Case, Shared } from "../../harness/group.ts";
import { type FilledServer, startFilledServer } from "../../stores/filled-server.ts";
import { fleetRows } from "../../stores/fleet-rows.ts";

/** Fills a server for each size. */
export async function shareFleet(cases: readonly Case[]): Promise<Shared> {
  const value: Record<string, FilledServer> = {};
  const ends: (() => Promise<void>)[] = [];
  const end = async () => {
    for (const each of ends) await each();
  };
  try {
    for (const size of new Set(cases.map((of) => of.size))) {
      const { end, ...server } = await startFilledServer(fleetRows(size));
      ends.push(end);
      value[size] = server;
    }
    return { value, end };
  } catch (cause) {
    await end();
    throw cause;
  }
}
