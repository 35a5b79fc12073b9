import type { Lab } from "./lab.ts";

/** One line of a table: what was measured, by what it is called. */
export type Row = Readonly<Record<string, string | number>>;

/** The tables of a part, by their titles. */
export type Tables = Readonly<Record<string, readonly Row[]>>;

/** A part of the benchmark, which starts the servers that it needs. */
export type BenchmarkPart = (lab: Lab) => Promise<Tables>;
