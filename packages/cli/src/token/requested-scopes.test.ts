import { describe, expect, test } from "vitest";
import { fixedScopes } from "./fixed-scopes.ts";
import { namedEndpoints } from "./named-endpoints.ts";
import { pipeReads } from "./pipe-reads.ts";
import type { Pipe, Project } from "./project.ts";
import { requestedScopes } from "./requested-scopes.ts";
import { scopeText } from "./scope.ts";

const columns = ["workspace_id", "id"];

function pipe(name: string, ...sql: string[]): Pipe {
  const nodes = sql.map((text, index) => ({
    name: `${name}_${index}`,
    sql: text,
    parameters: text.includes("{{ws}}") ? ["workspace_id"] : [],
  }));
  return { name, endpoint: nodes.at(-1)?.name, nodes };
}

function projectOf(...pipes: Pipe[]): Project {
  return {
    datasources: new Map([
      ["events", { columns }],
      ["counts", { columns }],
      ["plans", { columns: ["plan"] }],
    ]),
    pipes: new Map(pipes.map((each) => [each.name, each])),
  };
}

const project = projectOf(
  pipe("feed", "SELECT * FROM events WHERE {{ws}}", "SELECT * FROM feed_0"),
  pipe("feed_named", "SELECT name FROM feed JOIN plans USING plan"),
  pipe("rejected", "SELECT count() FROM events_quarantine"),
  pipe("service", "SELECT * FROM tinybird.pipe_stats_rt"),
  pipe("dynamic", "% SELECT * FROM {{String(table)}}"),
  { ...pipe("fill", "SELECT * FROM events"), endpoint: undefined },
);

const asked = { pipes: ["feed"], workspace: undefined, datasources: [] };
const texts = (request: Partial<Parameters<typeof requestedScopes>[1]>) =>
  requestedScopes(project, { ...asked, ...request }).scopes.map(scopeText);

describe("pipeReads", () => {
  test("follows nodes and pipes, and leaves out what stands in a comment", () => {
    const read = (...sql: string[]) => {
      const asking = pipe("asking", ...sql);
      const all = projectOf(pipe("feed", "SELECT * FROM events WHERE {{ws}}"), asking);
      const { tables, parameters } = pipeReads(all, asking);
      return [...tables, ...parameters].join();
    };
    expect(read("SELECT * FROM events", "SELECT 1")).toBe("");
    expect(read("SELECT * FROM counts", "SELECT * FROM asking_0")).toBe("counts");
    expect(read("SELECT * FROM feed, `plans` -- not counts")).toBe("events,plans,workspace_id");
    expect(read("% SELECT * FROM {% if a %}events{% else %}counts{% end %}")).toBe("counts,events");
    expect(read("SELECT my_events, eventsx FROM plans /* events */")).toBe("plans");
    expect(read("SELECT '--' AS dash FROM events")).toBe("events");
  });

  test.each([
    "% SELECT * FROM {{String(name)}}",
    "% SELECT * FROM {% if defined(name) %}{{String(name)}}{% else %}events{% end %}",
    "% SELECT * FROM `{{String(name)}}`",
    "% SELECT * FROM /* any */ {{String(name)}}",
    "% SELECT * FROM events, {{table(name)}}",
  ])("says of %j that what it reads is not known", (sql) => {
    const asking = pipe("asking", sql);
    expect(pipeReads(projectOf(asking), asking).unclear).toEqual(["asking.asking_0"]);
  });

  test("sees a data source behind a node of its name, and ends in a circle", () => {
    const node = { sql: "SELECT * FROM events, asking", parameters: [] };
    const asking = { name: "asking", endpoint: "events", nodes: [{ ...node, name: "events" }] };
    expect(pipeReads(projectOf(asking), asking).tables).toEqual(["events"]);
  });
});

describe("requestedScopes", () => {
  test("expands a workspace to one filter for each data source that has workspace_id", () => {
    expect(texts({ workspace: "ws_1" })).toEqual([
      "PIPES:READ:feed",
      "DATASOURCES:READ:counts:workspace_id = 'ws_1'",
      "DATASOURCES:READ:events:workspace_id = 'ws_1'",
    ]);
    expect(texts({ workspace: "ws_1", pipes: ["rejected", "rejected"] })).toEqual([
      "PIPES:READ:rejected",
      "DATASOURCES:READ:counts:workspace_id = 'ws_1'",
      "DATASOURCES:READ:events:workspace_id = 'ws_1'",
      "DATASOURCES:READ:events_quarantine:workspace_id = 'ws_1'",
    ]);
  });

  test.each([
    ["feed_named", "plans (by feed_named)"],
    ["service", "tinybird.pipe_stats_rt (by service)"],
    ["dynamic", "dynamic.dynamic_0 (by dynamic)"],
  ])("refuses %s, which would show all workspaces", (name, place) => {
    expect(() => texts({ workspace: "ws_1", pipes: ["feed", name] })).toThrow(place);
  });

  test.each([
    [{ workspace: "w", pipes: ["fed"] }, 'the pipe "fed"', "Did you mean feed?"],
    [{ workspace: "w", pipes: ["fill"] }, "must be an endpoint", /There are|Did you mean/],
    [{ datasources: ["evnts:1"] }, 'the data source "evnts"', "Did you mean events?"],
    [{ datasources: ["events: "] }, "behind the colon", "all rows of events"],
    [{ datasources: ["events:1", "events:0"] }, "twice", "AND"],
  ])("refuses %j, and says what to do", (request, says, hint) => {
    const refuse = () => texts(request);
    expect(refuse).toThrow(says);
    expect(refuse).toThrow(expect.objectContaining({ hint: expect.stringMatching(hint) }));
  });

  test("keeps the meaning of a raw filter, and says what it leaves open", () => {
    const raw = { pipes: ["feed_named"], datasources: ["events:workspace_id='a:b'", "counts"] };
    expect(texts(raw)).toEqual([
      "PIPES:READ:feed_named",
      "DATASOURCES:READ:events:workspace_id='a:b'",
      "DATASOURCES:READ:counts",
    ]);
    const { warnings } = requestedScopes(project, { ...asked, ...raw });
    expect(warnings.join("\n")).toContain("holds for its own data source alone");
    expect(warnings.join("\n")).toContain("all rows of counts");
    expect(warnings.join("\n")).toContain("without a filter it reads plans (by feed_named)");
    const closed = requestedScopes(project, { ...asked, datasources: ["events:1"] });
    expect(closed.warnings).toHaveLength(1);
  });
});

describe("fixedScopes", () => {
  const fixed = (workspace: string, ...names: string[]) =>
    fixedScopes(project, { workspace, pipes: namedEndpoints(project, names) });

  test("fixes the workspace of each pipe, as it is", () => {
    const workspace_id = "it's 100% \\ 'me'";
    expect(fixed(workspace_id, "feed")).toEqual([
      { type: "PIPES:READ", resource: "feed", fixed_params: { workspace_id } },
    ]);
  });

  test("refuses pipes that would not heed it, and the workspace that may be taken for none", () => {
    expect(() => fixed("a", "feed", "rejected")).toThrow(
      /for rejected as .* parameter workspace_id/,
    );
    expect(() => fixed("", "feed")).toThrow('workspace ""');
  });
});
