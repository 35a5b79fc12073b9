import { rm } from "node:fs/promises";
import { StartError } from "../start-error.ts";
import type { ChildMessage, ParentMessage, StartMessage } from "./child-message.ts";
import { type Served, serve } from "./serve.ts";

let served: Served | undefined;
let temporary: string | undefined;

// Only our own parent talks on this channel.
process.on("message", (message: ParentMessage) => {
  if (message.type === "start") void start(message);
  else void stop();
});
// However the parent ends, its end of the channel closes.
process.on("disconnect", () => void stop());
process.on("SIGTERM", () => void stop());
// Ctrl-C in a terminal reaches parent and child; the parent tells the child what to do.
process.on("SIGINT", () => undefined);

async function start(message: StartMessage): Promise<void> {
  if (message.temporary) temporary = message.data;
  try {
    served = await serve(message);
    const { port, tokens } = served;
    const named = Object.fromEntries(tokens.named);
    tell({ type: "listening", port, token: tokens.admin, tokens: named });
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    const failure =
      cause instanceof StartError ? cause.failure : { code: "child_ended" as const, reason };
    tell({ type: "failed", failure }, () => process.exit(1));
  }
}

async function stop(): Promise<void> {
  // What is still running then is not acknowledged, and ClickHouse needs no farewell.
  setTimeout(() => process.exit(0), 5_000).unref();
  await served?.close();
  // Here and not in the parent alone, which may be gone.
  if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  process.exit(0);
}

function tell(message: ChildMessage, then: () => void = () => undefined): void {
  if (process.connected) process.send?.(message, undefined, undefined, then);
}
