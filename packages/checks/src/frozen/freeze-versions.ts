import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { AnyAction, Catalog } from "@audit/events";
import { findViolations } from "./find-violations.ts";
import type { FrozenFolders } from "./frozen-folders.ts";
import { planFreeze } from "./plan-freeze.ts";
import { readFrozenFiles } from "./read-frozen-files.ts";
import { describeViolation, type Violation } from "./violation.ts";

/** What freezing, or checking what is frozen, came to. */
export interface FreezeResult {
  /** The files that were written: new ones, and sample files with lines more. */
  readonly written: readonly string[];
  /** What must not be so, in words; where there is any, nothing was written. */
  readonly refused: readonly string[];
}

/** Compares the frozen files with a catalog, and writes nothing. */
export async function checkFrozen(
  catalog: Catalog<AnyAction>,
  folders: FrozenFolders,
): Promise<FreezeResult> {
  const violations = findViolations(catalog, await readFrozenFiles(folders));
  return { written: [], refused: describe(violations, folders) };
}

/**
 * Freezes the versions that are not frozen yet. All or nothing: where an old file would have to change,
 * or a new sample does not do, nothing is written.
 */
export async function freezeVersions(
  catalog: Catalog<AnyAction>,
  folders: FrozenFolders,
): Promise<FreezeResult> {
  const files = await readFrozenFiles(folders);
  const outside = findViolations(catalog, files).filter(
    ({ kind }) => kind === "schema outside the allow-list",
  );
  if (outside.length > 0) return { written: [], refused: describe(outside, folders) };
  const plan = planFreeze(catalog, files);
  const violations = findViolations(catalog, {
    schemas: new Map([...files.schemas, ...plan.schemas]),
    samples: new Map([...files.samples, ...plan.samples]),
  });
  if (violations.length > 0) return { written: [], refused: describe(violations, folders) };
  const written: string[] = [];
  for (const kind of ["schemas", "samples"] as const) {
    await mkdir(folders[kind], { recursive: true });
    for (const [file, text] of plan[kind]) {
      const path = join(folders[kind], file);
      await writeFile(path, text);
      written.push(path);
    }
  }
  return { written, refused: [] };
}

function describe(violations: readonly Violation[], folders: FrozenFolders): readonly string[] {
  return violations.map((violation) => {
    const kind = violation.file.endsWith(".ndjson") ? "samples" : "schemas";
    const path = relative(process.cwd(), join(folders[kind], violation.file));
    return describeViolation(violation, path);
  });
}
