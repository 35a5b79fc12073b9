import { symlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryProject } from "../../test/temporary-directory.ts";
import { findDatafiles } from "./find-datafiles.ts";

describe("findDatafiles", () => {
  test("finds datafiles at any depth, and none where none of the project are", async () => {
    const project = await temporaryProject({
      "flat.datasource": "",
      "endpoints/a.pipe": "",
      "web_vitals/endpoints/b.pipe": "",
      "connections/c.connection": "",
      "node_modules/package/d.pipe": "",
      ".tinyb/e.pipe": "",
      "fixtures/f.datasource": "",
      "tests/g.pipe": "",
      "endpoints/h.pipe.bak": "",
    });
    expect(await found(project)).toEqual([
      "connections/c.connection",
      "endpoints/a.pipe",
      "flat.datasource",
      "web_vitals/endpoints/b.pipe",
    ]);
  });

  test("follows links, and counts what they lead to once", async () => {
    const shared = await temporaryProject({ "more/shared.datasource": "" });
    const project = await temporaryProject({ "pipes/a.pipe": "" });
    await symlink(shared, join(project, "shared"));
    await symlink(project, join(project, "pipes/around"));
    await symlink(join(project, "pipes/a.pipe"), join(project, "b.pipe"));
    expect(await found(project)).toEqual(["pipes/a.pipe", "shared/more/shared.datasource"]);
  });

  test("names a link that leads nowhere", async () => {
    const project = await temporaryProject({});
    await symlink(join(project, "gone"), join(project, "a.pipe"));
    await expect(findDatafiles(project)).rejects.toThrow(
      'Cannot deploy "a.pipe": a link must lead to a file that can be read',
    );
  });

  test("refuses a project that is no folder", async () => {
    const project = await temporaryProject({ "a.pipe": "" });
    await expect(findDatafiles(join(project, "a.pipe"))).rejects.toThrow(
      "it must be a folder that can be read",
    );
  });
});

async function found(project: string): Promise<string[]> {
  return (await findDatafiles(project)).map((path) => relative(project, path));
}
