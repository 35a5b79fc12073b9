import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Case, Prepared } from "../../harness/group.ts";
import { checkLines } from "./check-lines.ts";
import type { Open } from "./open-engine.ts";

/** What a case does. */
export type Kind = "start" | "calls" | "single" | "batch";

const callers = 200;
const monitors = Array.from({ length: 10 }, (_, index) => `monitor:${index}`);

/** Prepares an engine for what the case's `variant` says; `size` rows are there before. */
export async function prepareEngine(of: Case, open: Open): Promise<Prepared> {
  const data = await mkdtemp(join(tmpdir(), "audit-bench-"));
  let engine = await open(data);
  if (of.size > 0) await engine.insert(checkLines(of.size));
  const lines = checkLines(of.work, of.size);
  const work: Readonly<Record<Kind, () => Promise<unknown>>> = {
    async start() {
      await engine.close();
      engine = await open(data);
      return engine.call("monitor:1");
    },
    async calls() {
      for (let call = 0; call < of.work; call += 1) await engine.call(`monitor:${call % 100}`);
    },
    async single() {
      const rest = [...lines];
      const caller = async () => {
        for (let line = rest.pop(); line !== undefined; line = rest.pop())
          await engine.insert([line]);
      };
      await Promise.all(Array.from({ length: callers }, caller));
    },
    batch: () => engine.insert(lines),
  };
  // Safe: the cases of this group have one of these.
  const run = work[of.variant as Kind];
  const answer = async () => {
    await run();
    const answers: unknown[] = [];
    for (const id of monitors) answers.push(await engine.call(id));
    return answers;
  };
  return {
    run,
    answer,
    end: async () => {
      await engine.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}
