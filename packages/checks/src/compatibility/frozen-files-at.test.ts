import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { defineAction, defineCatalog } from "@audit/events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { freezeVersions } from "../frozen/freeze-versions.ts";
import { frozenFolders } from "../frozen/frozen-folders.ts";
import { readFrozenFiles } from "../frozen/read-frozen-files.ts";
import { frozenFilesAt } from "./frozen-files-at.ts";

let root: string;
const git = (...args: string[]) => promisify(execFile)("git", args, { cwd: root });
const commit = async () => {
  await git("add", ".");
  const author = ["-c", "user.name=ada", "-c", "user.email=ada@example.com"];
  await git(...author, "-c", "commit.gpgsign=false", "commit", "--quiet", "--message", "next");
};
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "audit-commits-"));
  await git("init", "--quiet");
  await writeFile(join(root, "README.md"), "");
  await commit();
  const action = defineAction("site.rename").version(1, z.strictObject({ name: z.string() }));
  await freezeVersions(defineCatalog([action]), frozenFolders(root));
  await commit();
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe("frozenFilesAt", () => {
  test("gives what a commit holds, whatever the working tree holds", async () => {
    const files = await readFrozenFiles(frozenFolders(root));
    await writeFile(join(frozenFolders(root).schemas, "site.open.v1.json"), "{}");
    expect(await frozenFilesAt(root, "HEAD")).toEqual(files);
  });

  test("gives nothing before the first version was frozen", async () => {
    expect(await frozenFilesAt(root, "HEAD~1")).toEqual({ schemas: new Map(), samples: new Map() });
  });

  test.each(["HEAD~9", "--all", ""])("refuses %j, which is no commit here", async (name) => {
    await expect(frozenFilesAt(root, name)).rejects.toThrow("must be a commit of this checkout");
  });
});
