import { describe, expect, test } from "vitest";
import { table } from "./table.ts";

const changed = "status up → degraded, regions.gru.status up → down, message no answer";
const moment = ["2026-03-02 10:40:00", "monitor.down", "system", "after 10 min", changed];
const monitor = ["A monitor with a rather long name", "449", "112", "13 d 30 min", "up"];

const widest = (text: string) => Math.max(...text.split("\n").map((line) => [...line].length));

describe("table", () => {
  test("aligns columns and leaves no blanks at the end", () => {
    expect(
      table(
        [
          ["a", "bb", "c"],
          ["aaa", "b", ""],
        ],
        { width: 80 },
      ),
    ).toBe("  a    bb  c\n  aaa  b");
  });

  test("wraps the last column below itself where it has room", () => {
    expect(table([["10:40:00", "monitor.down", changed]], { width: 80 })).toBe(
      [
        "  10:40:00  monitor.down  status up → degraded, regions.gru.status up → down,",
        "                          message no answer",
      ].join("\n"),
    );
  });

  test("goes on in indented lines where the last column has no room", () => {
    expect(table([moment, ["", "", "", "", ""]], { width: 80 })).toBe(
      [
        "  2026-03-02 10:40:00  monitor.down  system  after 10 min",
        "      status up → degraded, regions.gru.status up → down, message no answer",
        "",
      ].join("\n"),
    );
    expect(table([moment], { width: 60 })).toBe(
      [
        "  2026-03-02 10:40:00  monitor.down  system  after 10 min",
        "      status up → degraded, regions.gru.status up → down,",
        "      message no answer",
      ].join("\n"),
    );
  });

  test("wraps a long name in the first column, or gives it a line of its own", () => {
    expect(table([monitor], { width: 60, wraps: "first" })).toBe(
      ["  A monitor with a rather long     449  112  13 d 30 min  up", "  name"].join("\n"),
    );
    expect(table([monitor], { width: 44, wraps: "first" })).toBe(
      ["  A monitor with a rather long name", "      449  112  13 d 30 min  up"].join("\n"),
    );
  });

  test.each([80, 60, 40, 20])("loses nothing at a width of %d", (width) => {
    const name = ["x".repeat(200), "1", "2", "3 d 30 min", "degraded"];
    for (const [row, wraps] of [
      [moment, "last"],
      [monitor, "first"],
      [name, "first"],
    ] as const) {
      const text = table([row], { width, wraps });
      expect(widest(text)).toBeLessThanOrEqual(width);
      const letters = (all: string) => [...all.replaceAll(/\s/g, "")].sort().join("");
      expect(letters(text)).toBe(letters(row.join("")));
    }
  });

  test("shows control characters and line breaks, so that a row stays a row", () => {
    expect(table([["a\u001b[2Jb\nc\u2028d\u0085", "e"]], { width: 80 })).toBe(
      "  a\\u001b[2Jb\\nc\\u2028d\\u0085  e",
    );
  });
});
