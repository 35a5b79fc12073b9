import { describe, expect, test } from "vitest";
import { tableNames } from "./table-names.ts";

describe("tableNames", () => {
  test.each([
    ["SELECT a, b FROM t", ["t"]],
    ["select a from t as x join u using (id) left join `v w` on x.a = u.a", ["t", "u", "v w"]],
    ["SELECT * FROM t, u AS x, (SELECT 1 FROM v) AS y, w WHERE a IN (1, 2)", ["t", "u", "v", "w"]],
    ['SELECT a FROM "t" FINAL PREWHERE b GROUP BY a, c ORDER BY d, e LIMIT 1 BY f, g', ["t"]],
    ["SELECT a IN ids, b NOT IN (others), c IN (x, y) FROM t", ["ids", "others", "t", "x", "y"]],
    ["WITH c AS (SELECT 1 FROM t) SELECT * FROM c", ["c", "t"]],
    ["SELECT 1 FROM t UNION ALL SELECT 2 FROM u EXCEPT SELECT 3 FROM v", ["t", "u", "v"]],
    ["SELECT * FROM db.t, numbers(3), file('x') JOIN u ON 1", ["u"]],
    ["SELECT 'FROM x', \"FROM y\", `FROM z` -- FROM c\n/* FROM d */ FROM t # x", ["t"]],
    ["SELECT 'it''s \\' FROM x' FROM t", ["t"]],
    ["SELECT a FROM (t)", ["t"]],
    ["SELECT a, t FROM u ARRAY JOIN b AS c, d", ["b", "d", "u"]],
    ["SELECT 1", []],
  ])("%s", (statement, names) => {
    expect([...tableNames(statement)].sort()).toEqual(names);
  });
});
