import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorCreate, monitorDown } from "@audit/events";
import { at, stream } from "@audit/projections/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadState, saveState } from "./state-file.ts";
import { Workspace } from "./workspace.ts";

async function file(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "states-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "states.json");
}

function workspace(): Workspace {
  const known = new Workspace();
  known.check({ timestamp: 1_700_000_000_000, monitor: "api", status: "down" });
  const events = stream("monitor:api", [
    at("10:00", monitorCreate, { name: "API" }),
    at("10:04", monitorDown, { region: "gru" }),
  ]);
  for (const event of events) known.take(event);
  known.provisional.add("monitor:web");
  return known;
}

describe("saveState and loadState", () => {
  test("give back what was saved, the last of it", async () => {
    const path = await file();
    await saveState(path, new Map([["old", new Workspace()]]), 1);
    const saved = new Map([["acme", workspace()]]);
    await saveState(path, saved, 2);
    expect(await loadState(path)).toEqual({ savedAt: 2, workspaces: saved });
  });

  test("have nothing where there is no file", async () => {
    expect(await loadState(await file())).toBeUndefined();
  });

  test.each(["", "{", '{"format":2}'])(
    "keep a file with %j beside, and begin anew",
    async (text) => {
      const path = await file();
      await writeFile(path, text);
      expect(await loadState(path)).toBeUndefined();
      expect(await readdir(join(path, ".."))).toEqual(["states.json.damaged"]);
    },
  );

  test("do not use states of projections that have changed since", async () => {
    const path = await file();
    await saveState(path, new Map([["acme", workspace()]]), 2);
    const text = await readFile(path, "utf8");
    await writeFile(
      path,
      text.replace(/"revisions":\{"monitor":\d+/, '"revisions":{"monitor":999'),
    );
    expect(await loadState(path)).toBeUndefined();
  });
});
