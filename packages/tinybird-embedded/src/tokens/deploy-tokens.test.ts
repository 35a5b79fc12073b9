import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryDirectory } from "../../test/temporary-directory.ts";
import type { PipeDefinition, ProjectDefinition } from "../datafile/definitions.ts";
import { deployTokens } from "./deploy-tokens.ts";

const pipe = (name: string, ...tokens: string[]): PipeDefinition => ({
  name,
  file: `${name}.pipe`,
  nodes: [],
  tokens: tokens.map((token) => ({ name: token, scope: "READ" })),
});
const project = (...pipes: PipeDefinition[]): ProjectDefinition => ({
  datasources: [],
  pipes,
  connections: [],
});

describe("deployTokens", () => {
  test("gives a name that several datafiles use one token for all of them", async () => {
    const file = join(await temporaryDirectory(), "tokens.json");
    const { store, named } = await deployTokens(
      project(pipe("a", "t"), pipe("b", "t")),
      file,
      undefined,
    );
    expect(store.grantsOf(named.get("t") ?? "")).toEqual([
      { kind: "read", resource: "a" },
      { kind: "read", resource: "b" },
    ]);
  });

  test("keeps tokens, also those of names that went and come back", async () => {
    const file = join(await temporaryDirectory(), "tokens.json");
    const first = await deployTokens(project(pipe("a", "t")), file, undefined);
    const without = await deployTokens(project(), file, undefined);
    expect(without.admin).toBe(first.admin);
    expect(without.store.grantsOf(first.named.get("t") ?? "")).toBeUndefined();
    const again = await deployTokens(project(pipe("a", "t")), file, undefined);
    expect(again.named).toEqual(first.named);
  });

  test("takes the administrator's token that it is given, and does not write it", async () => {
    const file = join(await temporaryDirectory(), "tokens.json");
    const { admin, store } = await deployTokens(project(pipe("a", "t")), file, "given-token");
    expect(admin).toBe("given-token");
    expect(store.grantsOf("given-token")).toEqual([{ kind: "admin" }]);
    expect(await readFile(file, "utf8")).not.toContain("given-token");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
