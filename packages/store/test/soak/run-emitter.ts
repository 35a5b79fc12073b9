import { setTimeout as wait } from "node:timers/promises";
import { AuditError } from "@audit/events";
import { CallError, InterruptedAppendError } from "@audit/store";
import { UnsteadyClock } from "@audit/store/faults";
import { openEmission } from "./open-emission.ts";
import type { EmitOrder, Told } from "./order.ts";
import { plannedCall } from "./planned-call.ts";

/** Emits as an order says, and tells what became of it. Resolves when nothing runs any more. */
export async function runEmitter(order: EmitOrder, tell: (told: Told) => void): Promise<void> {
  const clock = new UnsteadyClock();
  const { store, close } = await openEmission(order, clock.now, (uids) =>
    tell({ kind: "dropped", uids }),
  );
  const end = performance.now() + order.lasts;
  let next = 0;

  const upset = (call: number) => {
    for (const { does } of order.clock.filter((fault) => fault.call === call))
      if (does === "stop") clock.stop();
      else if (does === "go") clock.go();
      else clock.jump(does);
  };
  const append = async (call: number) => {
    const { drafts, keys, policy, leavesAfter } = plannedCall(order, call);
    tell({ kind: "sent", keys });
    const signal = leavesAfter === undefined ? undefined : AbortSignal.timeout(leavesAfter);
    const receipts = await store.append(drafts, { policy, signal });
    const events = receipts.map(({ uid, status }, at) => ({ key: keys[at], uid, status }));
    tell({ kind: "receipts", events });
  };
  const report = (call: number, cause: AuditError) => {
    if (cause instanceof InterruptedAppendError)
      tell({
        kind: "receipts",
        events: cause.accepted.map((uid) => ({ key: undefined, uid, status: "accepted" })),
      });
    const { isOwn, keys, policy } = plannedCall(order, call);
    // Who comes again, or delivers in several ways, may have it done after all.
    const isSingle = !isOwn && (policy !== undefined || order.policy === order.upPolicy);
    const isNotDone = cause instanceof CallError && cause.fate === "not_done";
    tell({ kind: "rejected", code: cause.code, notDone: isSingle && isNotDone ? keys : [] });
  };
  const emit = async () => {
    while (next < order.calls && performance.now() < end) {
      const call = next;
      next += 1;
      upset(call);
      // Without a uid of its own a second try would be another event.
      let triesLeft = plannedCall(order, call).isOwn ? 4 : 1;
      while (triesLeft > 0) {
        triesLeft -= 1;
        try {
          await append(call);
          triesLeft = 0;
        } catch (cause) {
          if (!(cause instanceof AuditError)) throw cause;
          report(call, cause);
        }
      }
      await wait(order.pause);
    }
  };
  await Promise.all(Array.from({ length: order.callers }, emit));
  await store.settled();
  tell({ kind: "settled" });
  await close();
}
