import type { Machine } from "./machine.ts";
import type { GroupResult, Judged } from "./run-group.ts";
import type { Spread } from "./statistics.ts";

/** Gives a group's result as Markdown: ratios with their spread, growth, and what was to hold. */
export function resultTable(result: GroupResult, machine: Machine): string {
  const { title, limit, clock, cases, contenders, scores, growth, goals, rounds } = result;
  const steps = [...new Map(growth.map(({ from, to }) => [`${from} → ${to}`, { from, to }]))];
  const rows = contenders.map(({ name, differs }) => [
    name,
    ...cases.map((of) => {
      const score = scores.find((each) => each.contender === name && each.case === of);
      return score === undefined ? "" : spreadText(score.ratio);
    }),
    ...steps.map(([, { from, to }]) => {
      const grown = growth.find(
        (each) => each.contender === name && each.from === from && each.to === to,
      );
      return grown === undefined ? "" : spreadText(grown.times);
    }),
    differs,
  ]);
  const head = [
    `speed, ${limit} = 1`,
    ...cases,
    ...steps.map(([step]) => `cost of one, ${step}`),
    "differs",
  ];
  return [
    `### ${title}`,
    "",
    ...markdownTable([head, ...rows]),
    "",
    ...goals.map(goalLine),
    "",
    `${clock === "wall" ? "Time on the wall" : "Processor time"}; median of ${rounds} rounds of fresh processes, in brackets the least and the greatest. ${machineText(machine)}`,
    "",
  ].join("\n");
}

/** Says whether a goal holds, and the value that tells. */
export function goalLine({ says, value, holds }: Judged): string {
  return `- ${holds ? "holds" : "MISSED"}: ${says}: ${spreadText(value)}`;
}

/** Gives in one sentence what was measured on. */
export function machineText({ node, system, processor, processors, packages }: Machine): string {
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  const others = versions.length === 0 ? "" : `; ${versions.join(", ")}`;
  return `Node ${node}, ${system}, ${processors} processors (${processor})${others}.`;
}

/** Writes a ratio so that differences of a percent show and no more. */
export function ratioText(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value >= 0.095 ? value.toFixed(2) : value.toPrecision(2);
}

/** Writes a median with what lies around it. */
export function spreadText({ median, least, most }: Spread): string {
  // A smoke run takes no times.
  if (Number.isNaN(median)) return "ran";
  return least === most
    ? ratioText(median)
    : `${ratioText(median)} (${ratioText(least)}–${ratioText(most)})`;
}

/** Gives the lines of a Markdown table, its columns aligned. */
export function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)];
}
