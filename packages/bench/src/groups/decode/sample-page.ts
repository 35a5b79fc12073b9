import type { Case } from "../../harness/group.ts";
import { actionNames, metadataAt } from "../sample-actions.ts";
import { generatedPage } from "./generated-page.ts";

const start = 1_700_000_000_000;

/** Half of the events are in version 1 of two. */
export const halfOld = "half old";
/** Of 100 events one is of an action unknown, and of 1,000 one is broken. */
export const someOdd = "some odd";
/** Events of the built-in actions, as `audit generate` makes them. */
export const generated = "generated";

/** Gives the rows of a page as lines of JSON, as an endpoint answers them. */
export function samplePage({ size, work, variant }: Case): string {
  if (variant === generated) return generatedPage(work);
  const [old, odd] = [variant === halfOld, variant === someOdd];
  const names = actionNames(size);
  return Array.from({ length: work }, (_, index) => {
    const name = names[index % size] ?? "";
    const isOld = old && Math.floor(index / size) % 2 === 0;
    const { latency, ...rest } = metadataAt(name, index);
    const metadata = isOld ? { ...rest, latency } : { ...rest, durationMs: latency };
    const text = JSON.stringify(metadata);
    return JSON.stringify({
      workspace_id: "acme",
      id: "site:1",
      uid: `0kr8p9x2a${String(index).padStart(16, "0")}`,
      action: odd && index % 100 === 7 ? "site.gone" : name,
      version: isOld ? 1 : 2,
      metadata: odd && index % 1_000 === 11 ? text.slice(0, -1) : text,
      timestamp: start + index,
      exact_timestamp: String(start + index),
      recorded_at: start + index + 40,
      actor: JSON.stringify({ id: `user_${index % 10}`, name: "Ada Lovelace", type: "user" }),
      targets: JSON.stringify([{ id: "1", type: "site" }]),
      outcome: "success",
      context: JSON.stringify({ ip: "192.0.2.1", requestId: `req_${index}` }),
      correlation_id: "",
      causation_id: "",
      writer: "6f1c2d7e-writer",
      sequence: index + 1,
      previous: index,
    });
  }).join("\n");
}
