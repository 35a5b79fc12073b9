import type { Machine } from "../harness/machine.ts";
import { goalLine, machineText, markdownTable, spreadText } from "../harness/result-table.ts";
import type { StartResult } from "./measure-start.ts";

/** Gives the sizes and starts as Markdown. */
export function startTable(
  { sizes, trees, starts, folds, goals }: StartResult,
  machine: Machine,
): string {
  return [
    "### Start: until the first event of a new process",
    "",
    ...markdownTable([
      ["processor time, an empty program = 1", "times", "differs"],
      ...starts.map(({ name, differs, times }) => [name, spreadText(times), differs]),
    ]),
    "",
    ...markdownTable([
      ["all that a package exports, without zod", "gzip, KB"],
      ...sizes.map(({ name, bytes }) => [name, kilobytes(bytes)]),
    ]),
    "",
    ...markdownTable([
      ["a program that imports", "gzip, KB, without zod", "with zod", "actions in it"],
      ...trees.map(({ name, bytes, withZod, actions }) => [
        name,
        kilobytes(bytes),
        kilobytes(withZod),
        String(actions),
      ]),
    ]),
    "",
    ...markdownTable([
      [
        "a program that emits one event and folds it",
        "gzip, KB, without zod",
        "with zod",
        "times",
        "differs",
      ],
      ...folds.map(({ name, differs, bytes, withZod, times }) => [
        name,
        kilobytes(bytes),
        kilobytes(withZod),
        spreadText(times),
        differs,
      ]),
    ]),
    "",
    ...goals.map(goalLine),
    "",
    `Each program is one file, made by esbuild; times are of processor time, an empty program = 1. ${machineText(machine)}`,
    "",
  ].join("\n");
}

function kilobytes(bytes: number): string {
  return (bytes / 1_000).toFixed(1);
}
