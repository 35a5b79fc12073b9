import { appending } from "./appending.ts";
import { completing } from "./completing.ts";
import { concurrency } from "./concurrency.ts";
import type { ContractCase } from "./contract-case.ts";
import { cursors } from "./cursors.ts";
import { directions } from "./directions.ts";
import { doubles } from "./doubles.ts";
import { emptyAppends } from "./empty-appends.ts";
import { fleets } from "./fleets.ts";
import { hostileArguments } from "./hostile-arguments.ts";
import { hostileTexts } from "./hostile-texts.ts";
import { idempotency } from "./idempotency.ts";
import { isolation } from "./isolation.ts";
import { lateEvents } from "./late-events.ts";
import { limits } from "./limits.ts";
import { mutability } from "./mutability.ts";
import { order } from "./order.ts";
import { paging } from "./paging.ts";
import { ranges } from "./ranges.ts";
import { readers } from "./readers.ts";
import { recorded } from "./recorded.ts";
import { searching } from "./searching.ts";
import { tailing } from "./tailing.ts";
import { ties } from "./ties.ts";
import { twoStores } from "./two-stores.ts";
import { workspaces } from "./workspaces.ts";

/**
 * Every promise of an event store, as named cases. `contractTests` makes tests of them.
 *
 * @example
 * const open = () => new MemoryEventStore();
 * for (const { name, run } of storeContract.slice(0, 3))
 *   await run({ store: open(), open, workspaceId: name });
 */
export const storeContract: readonly ContractCase[] = [
  ...appending,
  ...emptyAppends,
  ...mutability,
  ...order,
  ...ties,
  ...lateEvents,
  ...doubles,
  ...idempotency,
  ...concurrency,
  ...readers,
  ...twoStores,
  ...workspaces,
  ...isolation,
  ...ranges,
  ...directions,
  ...limits,
  ...paging,
  ...fleets,
  ...searching,
  ...cursors,
  ...tailing,
  ...completing,
  ...recorded,
  ...hostileTexts,
  ...hostileArguments,
];
