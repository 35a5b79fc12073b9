import { describe, expect, test } from "vitest";
import { parseDatasource } from "../datafile/parse-datasource.ts";
import { parsePipe } from "../datafile/parse-pipe.ts";
import { resolveVersions, versionedNames } from "./resolve-versions.ts";

const datasource = (name: string, version: string) =>
  parseDatasource(`${version}\nSCHEMA >\n  a String\n`, `${name}.datasource`);
const pipe = (name: string, sql: string, more = "") =>
  parsePipe(`VERSION 1\nNODE n\nSQL >\n  ${sql}\n${more}`, `${name}.pipe`);

describe("resolveVersions", () => {
  test("writes the plain name where SQL and targets have the versioned one", () => {
    const copy = "TYPE copy\nTARGET_DATASOURCE views__v3";
    const project = resolveVersions({
      datasources: [datasource("views", "VERSION 3")],
      pipes: [pipe("p", "SELECT views__v3.a, 'views__v3' FROM views__v3, p__v1, other__v3", copy)],
      connections: [],
    });
    expect(project.pipes[0]?.nodes[0]).toMatchObject({
      sql: "SELECT views.a, 'views__v3' FROM views, p, other__v3",
      copy: { target: "views" },
    });
  });

  test("writes the plain name where SQL has the one of another workspace", () => {
    const shared = parseDatasource(
      "SCHEMA >\n  a String\n",
      "vendor/shop/datasources/orders.datasource",
    );
    const project = resolveVersions({
      datasources: [shared],
      pipes: [pipe("p", "SELECT orders.a, 'shop.orders' FROM shop.orders AS orders")],
      connections: [],
    });
    expect(project.pipes[0]?.nodes[0]?.sql).toBe(
      "SELECT orders.a, 'shop.orders' FROM orders AS orders",
    );
  });

  test("leaves a name to the resource that has it", () => {
    const project = {
      datasources: [datasource("views", "VERSION 3"), datasource("views__v3", "")],
      pipes: [],
      connections: [],
    };
    expect(versionedNames(project)).toEqual(new Map());
    expect(resolveVersions(project)).toBe(project);
  });
});
