import { type BuiltInAction, catalog, createWriter, type DraftNamed } from "@audit/events";
import type { Case } from "../../harness/group.ts";
import { rowLine } from "../encode/row-line.ts";

const start = 1_700_000_000_000;
const regions = ["gru", "fra", "iad", "lhr", "syd"];

/** What a product says of a check that failed. */
export type Down = DraftNamed<BuiltInAction, "monitor.down">;

/** Gives what each caller has to say in one call: `size` events, `work` in all. */
export function callsOf({ size, work }: Case): readonly (readonly Down[])[] {
  return Array.from({ length: work / size }, (_, caller) =>
    Array.from({ length: size }, (_, index) => downAt(caller * size + index)),
  );
}

function downAt(index: number): Down {
  const id = String(index % 1_000);
  return {
    id: `monitor:${id}`,
    uid: `u${String(index).padStart(24, "0")}`,
    workspaceId: "acme",
    action: "monitor.down",
    metadata: { region: regions[index % 5] ?? "", statusCode: 503, message: "timeout" },
    timestamp: start + index * 1_000,
    actor: { id: `user_${index % 100}`, type: "user", name: "Ada Lovelace" },
    targets: [{ id, type: "monitor" }],
    context: { ip: "192.0.2.1" },
  };
}

/** Gives the same as the lines of their rows, call by call, for those who make nothing of them themselves. */
export function linesOf(of: Case): readonly (readonly string[])[] {
  const writer = createWriter(catalog);
  return callsOf(of).map((drafts) => writer.complete([...drafts]).map(rowLine));
}
