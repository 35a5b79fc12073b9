import { readdir, readFile } from "node:fs/promises";
import { checkProject, parsePipe, templateParameters } from "@audit/tinybird-embedded";
import { describe, expect, test } from "vitest";
import { project } from "./embedded.ts";

// Read before the tests are made: there is one for each.
const endpoints = (await readdir(`${project}/endpoints`)).map((file) => file.replace(".pipe", ""));

async function readEndpoint(name: string) {
  const file = `${project}/endpoints/${name}.pipe`;
  const pipe = parsePipe(await readFile(file, "utf8"), file);
  return { ...pipe, parameters: pipe.nodes.flatMap(({ sql }) => templateParameters(sql)) };
}

describe("an endpoint of the data project", () => {
  test.each(endpoints)("%s has cases, and one for each way in which it refuses", async (name) => {
    const cases = await readFile(`${project}/tests/${name}.yaml`, "utf8");
    const { parameters } = await readEndpoint(name);
    const rows = cases.split(/^- /m).filter((each) => /^ +expected_result:/m.test(each));
    const refusals = rows.filter((each) => each.includes("expected_http_status: 400"));
    expect(refusals.length).toBeLessThan(rows.length);
    const refuses = {
      "Required parameter is not defined": parameters.some(({ required }) => required),
      "Error validating": parameters.some(({ type }) => type !== "String"),
    };
    for (const [reason, isOne] of Object.entries(refuses))
      if (isOne) expect(refusals.filter((each) => each.includes(reason))).not.toEqual([]);
  });

  test.each(endpoints)("%s says what it gives, and what each parameter means", async (name) => {
    const { description, parameters } = await readEndpoint(name);
    expect(description).toMatch(/\.$/);
    const described = parameters.filter((parameter) => parameter.description);
    const undescribed = parameters.filter(
      (parameter) => !described.some((other) => other.name === parameter.name),
    );
    expect(undescribed.map((parameter) => parameter.name)).toEqual([]);
  });

  test("answers each of its cases as it says", async () => {
    const { endpoints: counted, tests, problems } = await checkProject(project);
    expect(problems).toEqual([]);
    expect(counted).toEqual({ total: endpoints.length, ok: endpoints.length });
    expect(tests.total).toBeGreaterThan(endpoints.length);
  });

  test("has no cases that are left from one which is gone", async () => {
    const files = await readdir(`${project}/tests`);
    expect(files.sort()).toEqual(endpoints.map((name) => `${name}.yaml`).sort());
  });
});
