import { appending } from "./appending.ts";
import { completing } from "./completing.ts";
import type { ContractCase } from "./contract-case.ts";
import { doubles } from "./doubles.ts";
import { fleets } from "./fleets.ts";
import { hostileTexts } from "./hostile-texts.ts";
import { order } from "./order.ts";
import { ranges } from "./ranges.ts";
import { recorded } from "./recorded.ts";
import { searching } from "./searching.ts";
import { tailing } from "./tailing.ts";
import { workspaces } from "./workspaces.ts";

/**
 * Every promise of an event store, as named cases.
 *
 * @example
 * const store = new MemoryEventStore();
 * for (const { name, run } of storeContract)
 *   await run({ store, workspaceId: name });
 */
export const storeContract: readonly ContractCase[] = [
  ...appending,
  ...order,
  ...doubles,
  ...workspaces,
  ...ranges,
  ...fleets,
  ...searching,
  ...tailing,
  ...completing,
  ...hostileTexts,
  ...recorded,
];
