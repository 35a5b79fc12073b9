import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { fetchTransport, QueueFullError, TinybirdEventStore } from "@audit/store";
import { forgetMostMemory, residentMemory } from "../../embedded/resident-memory.ts";
import type { Figure, FigureOptions } from "../../harness/group.ts";
import { startProjectServer } from "../project-server.ts";
import { callsOf } from "./calls-of.ts";

const limit = 100_000;
const callSize = 100;

/** Appends to a server that has stopped to answer, three times as much as may wait, and again as much. */
export async function takeFigures({ smoke }: FigureOptions): Promise<readonly Figure[]> {
  const { tinybird, end } = await startProjectServer();
  const deadline = 600_000;
  const maximumWaitingRows = smoke ? 1_000 : limit;
  const transport = fetchTransport({
    url: tinybird.url,
    token: tinybird.token,
    deadlines: { append: deadline },
    tryTimeouts: { append: deadline },
  });
  const store = new TinybirdEventStore({ transport, maximumWaitingRows });
  const leave = new AbortController();
  let refused = 0;
  let called = 0;
  const waiting: Promise<unknown>[] = [];
  const appendUpTo = async (events: number) => {
    while (called < events) {
      const [drafts = []] = callsOf({ name: "", size: callSize, work: callSize });
      called += callSize;
      const done = store.append([...drafts], { signal: leave.signal }).catch((cause: unknown) => {
        if (cause instanceof QueueFullError) refused += callSize;
      });
      waiting.push(done);
      // Lets go of those that were refused, as their callers would.
      if (refused > 0) {
        await done;
        waiting.pop();
      } else await Promise.resolve();
    }
  };
  process.kill(tinybird.pid, "SIGSTOP");
  try {
    await forgetMostMemory(process.pid);
    const before = await residentMemory(process.pid);
    await appendUpTo(3 * maximumWaitingRows);
    const first = await residentMemory(process.pid);
    const held = called - refused;
    const liveFirst = liveBytes();
    await appendUpTo(6 * maximumWaitingRows);
    const live = liveBytes();
    const megabytes = (bytes: number | undefined, from: number | undefined) =>
      ((bytes ?? Number.NaN) - (from ?? Number.NaN)) / 1e6;
    return [
      {
        says: `Tinybird stands still, ${3 * maximumWaitingRows} events are appended: how many wait, the others are refused`,
        values: [held],
        atMost: maximumWaitingRows,
      },
      {
        says: "Tinybird stands still: peak resident memory over what it was before, MB",
        values: [megabytes(first?.most, before?.now)],
        atMost: 500,
      },
      {
        says: "Tinybird stands still: what as many calls again leave in memory, MB",
        values: [megabytes(live, liveFirst)],
        atMost: 20,
      },
    ];
  } finally {
    leave.abort();
    process.kill(tinybird.pid, "SIGKILL");
    await Promise.allSettled(waiting);
    await tinybird.ended;
    await end();
  }
}

/** Gives what is still referred to; what waits to be collected says nothing of a bound. */
function liveBytes(): number {
  setFlagsFromString("--expose-gc");
  // Safe: the flag makes it.
  const collect = runInNewContext("gc") as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}
