import { StartError } from "../start-error.ts";
import {
  type ChildMessage,
  graceMilliseconds,
  type ParentMessage,
  type StartMessage,
} from "./child-message.ts";
import { removeAfterEnd } from "./remove-after-end.ts";
import { type Served, serve } from "./serve.ts";

let served: Served | undefined;
let temporary: string | undefined;
let stopping = false;
let parentStopsUs = false;
const parent = process.ppid;

// Only our own parent talks on this channel.
process.on("message", (message: ParentMessage) => {
  if (message.type === "start") {
    void start(message);
    return;
  }
  parentStopsUs = true;
  void stop();
});
// However the parent ends, its end of the channel closes.
process.on("disconnect", () => void stop());
process.on("SIGTERM", () => void stop());
// A terminal sends these to parent and child; the parent tells the child what to do, by its own end if need be.
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);

async function start(message: StartMessage): Promise<void> {
  if (message.temporary) temporary = message.data;
  try {
    served = await serve(message);
    const { port, tokens, recovery } = served;
    const named = Object.fromEntries(tokens.named);
    tell({ type: "listening", port, token: tokens.admin, tokens: named, recovery });
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    const failure =
      cause instanceof StartError ? cause.failure : { code: "child_ended" as const, reason };
    tell({ type: "failed", failure }, () => process.exit(1));
  }
}

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  // What is still running then is not acknowledged.
  setTimeout(endNow, graceMilliseconds);
  await served?.close();
  endNow();
}

function endNow(): void {
  const parentRemoves = parentStopsUs && process.connected;
  if (temporary !== undefined && !parentRemoves) {
    removeAfterEnd(temporary, process.connected ? parent : undefined);
  }
  // Not process.exit: it waits for ClickHouse's threads, as long as a query takes. What was acknowledged
  // is fsynced, so ClickHouse needs no farewell.
  process.kill(process.pid, "SIGKILL");
}

function tell(message: ChildMessage, then: () => void = () => undefined): void {
  if (process.connected) process.send?.(message, undefined, undefined, then);
}
