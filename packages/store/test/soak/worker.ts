/** A process that emits or drains as it is told, until it is killed. @module */
import { drainDirectory } from "./drain-directory.ts";
import type { DrainOrder, EmitOrder } from "./order.ts";
import { runEmitter } from "./run-emitter.ts";

process.on("disconnect", () => process.exit());
process.on("message", async (message) => {
  // Safe: its parent sends nothing else.
  const order = message as EmitOrder | DrainOrder;
  if (order.kind === "drain") await drainDirectory(order);
  else await runEmitter(order, (told) => process.send?.(told));
  process.send?.({ kind: "done" });
});
process.send?.({ kind: "ready" });
