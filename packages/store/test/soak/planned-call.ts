import type { BuiltInAction, DraftOf } from "@audit/events";
import type { Policy } from "@audit/store";
import { seededRandom } from "../../src/faults/seeded-random.ts";
import type { Emitting } from "./order.ts";

/** Events that are appended with one call. */
export interface PlannedCall {
  /** Whether the caller gives the uids, and so may come again with them, from any process. */
  readonly isOwn: boolean;
  readonly drafts: readonly DraftOf<BuiltInAction>[];
  /** One for each draft; it stands in the event as its `correlationId`. */
  readonly keys: readonly string[];
  /** For this call, whatever the store says. */
  readonly policy: Policy | undefined;
  /** Ms after which the caller waits no longer. */
  readonly leavesAfter: number | undefined;
}

const policies: readonly Policy[] = ["throw", "spool", "drop"];
const start = 1_700_000_000_000;

/** Gives a call as everybody knows it who knows the seed: what is stored can be held against it. */
export function plannedCall(emitting: Emitting, call: number): PlannedCall {
  const { seed, workspaceId, emitter, incarnation } = emitting;
  const random = seededRandom(seed + emitter * 7_919 + call * 104_729);
  const isOwn = random.happens(0.4);
  const places = Array.from(
    { length: random.happens(0.3) ? random.whole(2, 5) : 1 },
    (_, at) => at,
  );
  const key = (at: number) => `${emitter}/${isOwn ? "own" : incarnation}/${call}/${at}`;
  const drafts = places.map((at) => {
    const id = `monitor:${random.whole(0, 2)}`;
    const own = {
      uid: `own-${emitter}-${String(call * 10 + at).padStart(6, "0")}`,
      timestamp: start + call * 1_000,
    };
    const all = { workspaceId, id, correlationId: key(at), ...(isOwn && own) };
    const region = random.pick(["gru", "fra", "iad"]);
    return random.happens(0.7)
      ? {
          ...all,
          action: "monitor.down" as const,
          metadata: { region, message: "'\"\\\n é".repeat(random.whole(0, 40)) },
        }
      : { ...all, action: "monitor.recovered" as const, metadata: { region, statusCode: call } };
  });
  const policy = random.happens(0.2) ? random.pick(policies) : undefined;
  const leavesAfter = random.happens(0.1) ? random.whole(1, 100) : undefined;
  return { isOwn, drafts, keys: places.map(key), policy, leavesAfter };
}

/** Gives the draft behind a key, or nothing where nobody can have sent one. */
export function plannedDraft(
  emitting: Omit<Emitting, "emitter" | "incarnation">,
  emitters: readonly { readonly incarnations: number }[],
  key: string,
): DraftOf<BuiltInAction> | undefined {
  const [emitter = "", incarnation = "", call = "", at = ""] = key.split("/");
  const incarnations = emitters[Number(emitter)]?.incarnations ?? 0;
  if (Number(call) >= emitting.calls) return undefined;
  const life = incarnation === "own" ? 0 : Number(incarnation);
  if (!(life < incarnations)) return undefined;
  const place = { ...emitting, emitter: Number(emitter), incarnation: life };
  const planned = plannedCall(place, Number(call));
  return planned.keys[Number(at)] === key ? planned.drafts[Number(at)] : undefined;
}
