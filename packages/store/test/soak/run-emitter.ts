import { setTimeout as wait } from "node:timers/promises";
import { UnsteadyClock } from "@audit/store/faults";
import { openEmission } from "./open-emission.ts";
import type { EmitOrder, Told } from "./order.ts";
import { plannedCall } from "./planned-call.ts";

/** Emits as an order says, and tells what became of it. Resolves when nothing runs any more. */
export async function runEmitter(order: EmitOrder, tell: (told: Told) => void): Promise<void> {
  const clock = new UnsteadyClock();
  const emission = await openEmission(order, clock.now);
  const end = performance.now() + order.lasts;
  let next = 0;

  const upset = (call: number) => {
    for (const { does } of order.clock.filter((fault) => fault.call === call))
      if (does === "stop") clock.stop();
      else if (does === "go") clock.go();
      else clock.jump(does);
  };
  const append = async (call: number) => {
    const { drafts, keys } = plannedCall(order, call);
    tell({ kind: "sent", keys });
    const receipts = await emission.append(drafts);
    const events = receipts.map(({ uid, status }, at) => ({ key: keys[at] ?? "", uid, status }));
    tell({ kind: "acknowledged", events });
  };
  const emit = async () => {
    while (next < order.calls && performance.now() < end) {
      const call = next;
      next += 1;
      upset(call);
      // Without a uid of its own a second try would be another event.
      const tries = plannedCall(order, call).isOwn ? 4 : 1;
      for (let made = 0; made < tries; made += 1) {
        try {
          await append(call);
          break;
        } catch (cause) {
          const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
          if (code === undefined) throw cause;
          tell({ kind: "failed", code });
        }
      }
      await wait(order.pause);
    }
  };
  await Promise.all(Array.from({ length: order.callers }, emit));
  await emission.settled();
  tell({ kind: "settled" });
  await emission.close();
}
