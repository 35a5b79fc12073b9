import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CheckProblem } from "./check-report.ts";
import { reasonOfMissing } from "./failed-names.ts";
import { findLine } from "./find-line.ts";
import type { InventoryFile } from "./inventory.ts";
import { oneLine } from "./one-line.ts";

interface Found {
  readonly file: string;
  /** Known exactly. */
  readonly line?: number;
  /** Where the part begins that is wrong; the line is looked for from there. */
  readonly from?: number;
  readonly reason: string;
}

/** The problems of a check: finds their lines, and words them. */
export class ProblemBook {
  readonly #folder: string;
  readonly #hide: (text: string) => string;
  readonly #nameOf: ReadonlyMap<string, string>;
  readonly #broken = new Map<string, CheckProblem>();
  readonly #problems: CheckProblem[] = [];

  constructor(folder: string, files: readonly InventoryFile[], hide: (text: string) => string) {
    this.#folder = folder;
    this.#hide = hide;
    this.#nameOf = new Map(files.map(({ file, name }) => [file, name]));
  }

  /** Writes problems down; those that others are due to come first, or together with them. */
  async add(found: readonly Found[]): Promise<void> {
    const raw = await Promise.all(found.map((each) => this.#placed(each)));
    for (const problem of raw) {
      const name = this.#nameOf.get(problem.file);
      if (name !== undefined && !this.#broken.has(name)) this.#broken.set(name, problem);
    }
    for (const { file, line, reason } of raw) {
      const worded = oneLine(this.#hide(reasonOfMissing(reason, this.#broken)));
      this.#problems.push({ file: file.replaceAll("\\", "/"), line, reason: worded });
    }
  }

  /** Tells whether a file has a problem. */
  has(file: string): boolean {
    const path = file.replaceAll("\\", "/");
    return this.#problems.some((problem) => problem.file === path);
  }

  /** By file, then by line. */
  get sorted(): CheckProblem[] {
    const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
    return this.#problems.toSorted((a, b) => byText(a.file, b.file) || a.line - b.line);
  }

  async #placed({ file, line, from = 1, reason }: Found): Promise<CheckProblem> {
    // A parser knows the line; of what ClickHouse refuses only the statement is known.
    const isExact = !file.endsWith(".pipe") || reason.startsWith("Cannot ");
    if (line !== undefined && isExact) return { file, line, reason };
    const text = await readFile(join(this.#folder, file), "utf8").catch(() => "");
    const schema = text.split("\n").findIndex((each) => /^SCHEMA\b/i.test(each)) + 1;
    const start = line ?? Math.max(from, schema);
    return { file, line: findLine(text, start, reason) ?? start, reason };
  }
}
