import type { Logger } from "pino";
import { makeDirectory } from "../engine/make-directory.ts";
import { createLogger } from "../logging/create-logger.ts";
import { errorFacts } from "../logging/error-facts.ts";
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
let stopping = false;
let log: Logger = createLogger("warn");
const parent = process.ppid;

// Only our own parent talks on this channel.
process.on("message", (message: ParentMessage) => {
  if (message.type === "start") {
    void start(message);
    return;
  }
  void stop("asked");
});
// However the parent ends, its end of the channel closes.
process.on("disconnect", () => void stop("parent gone"));
process.on("SIGTERM", () => void stop("signal"));
// A terminal sends these to parent and child; the parent tells the child what to do, by its own end if need be.
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => undefined);
process.on("uncaughtException", (cause) => {
  // Node would print the message, which may hold what a request held.
  log.fatal(errorFacts(cause), "ended by an error that nobody caught");
  endNow();
});
// Before we listened to it, it may have ended: while these modules were loading.
if (!process.connected) void stop("parent gone");

async function start(message: StartMessage): Promise<void> {
  if (stopping) return;
  log = createLogger(message.logLevel);
  try {
    if (message.temporary) {
      removeAfterEnd(message.data, parent);
      await makeDirectory(message.data, { recursive: false });
    }
    served = await serve(message, log);
    const { port, tokens, workspace, recovery, refused, warnings } = served;
    const named = Object.fromEntries(tokens.named);
    const token = tokens.admin;
    tell({
      type: "listening",
      port,
      token,
      tokens: named,
      workspace,
      recovery,
      refused,
      warnings,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    const failure =
      cause instanceof StartError ? cause.failure : { code: "child_ended" as const, reason };
    if (cause instanceof StartError) log.info({ code: cause.code }, "cannot start");
    else log.error(errorFacts(cause), "cannot start");
    tell({ type: "failed", failure }, endNow);
  }
}

async function stop(why: "asked" | "parent gone" | "signal"): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info({ why }, "stopping");
  // What is still running then is not acknowledged.
  setTimeout(() => {
    log.warn("cut off what was still running");
    endNow();
  }, graceMilliseconds);
  await served?.close();
  log.info("stopped");
  endNow();
}

function endNow(): void {
  // Not process.exit: it waits for ClickHouse's threads, as long as a query takes. What was acknowledged
  // is in the synced log, so ClickHouse needs no farewell.
  process.kill(process.pid, "SIGKILL");
}

function tell(message: ChildMessage, then: () => void = () => undefined): void {
  // Without a parent, its end stops us.
  if (process.connected) process.send?.(message, undefined, undefined, then);
}
