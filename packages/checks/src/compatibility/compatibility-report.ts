import { jsonEquals } from "@audit/events";
import {
  type FrozenFiles,
  type ReleasedVersion,
  releasedVersion,
  schemaFile,
} from "../frozen/frozen-files.ts";
import { readSamples } from "../frozen/sample.ts";
import { schemaNode } from "../json-schema/schema-node.ts";
import { compareSchemas } from "./compare-schemas.ts";
import { type CompatibilityMode, compatibilityMode } from "./compatibility-mode.ts";
import type { Difference } from "./difference.ts";

/** A version, and how it gets on with another. */
export interface ComparedVersion extends ReleasedVersion {
  readonly mode: CompatibilityMode;
  readonly differences: readonly Difference[];
}

/** What happened to the frozen versions between two commits. */
export interface CompatibilityReport {
  /** New versions; version 1 is compared with nothing and has no mode. */
  readonly added: readonly (ReleasedVersion | ComparedVersion)[];
  /** Released schemas that are not what they were, which must not be. */
  readonly changed: readonly ComparedVersion[];
  /** Released schemas that are gone, which must not be. */
  readonly removed: readonly ReleasedVersion[];
  /** Frozen samples that changed or are gone, which must not be, by file and name. */
  readonly samplesLost: readonly { readonly file: string; readonly name: string }[];
}

/** Compares the frozen files of two commits: new versions with those before them, old ones with themselves. */
export function compatibilityReport(from: FrozenFiles, to: FrozenFiles): CompatibilityReport {
  const released = (files: FrozenFiles) =>
    [...files.schemas.keys()]
      .map(releasedVersion)
      .filter((version) => version !== undefined)
      .sort((a, b) =>
        a.action === b.action ? a.version - b.version : a.action < b.action ? -1 : 1,
      );
  const before = released(from).map((version) => ({
    version,
    old: read(from, version),
    now: read(to, version),
  }));
  return {
    added: released(to)
      .filter((version) => !from.schemas.has(schemaFile(version)))
      .map((version) => {
        const previous = read(to, { action: version.action, version: version.version - 1 });
        return previous === undefined ? version : compare(version, previous, read(to, version));
      }),
    changed: before.flatMap(({ version, old, now }) =>
      now === undefined || jsonEquals(old, now) ? [] : [compare(version, old, now)],
    ),
    removed: before.flatMap(({ version, now }) => (now === undefined ? [version] : [])),
    samplesLost: lostSamples(from, to),
  };
}

/** Tells whether nothing that was released changed or went. */
export function isFrozen({ changed, removed, samplesLost }: CompatibilityReport): boolean {
  return changed.length + removed.length + samplesLost.length === 0;
}

function read({ schemas }: FrozenFiles, version: ReleasedVersion): unknown {
  const text = schemas.get(schemaFile(version));
  return text === undefined ? undefined : JSON.parse(text);
}

function compare(version: ReleasedVersion, old: unknown, now: unknown): ComparedVersion {
  const differences = compareSchemas(schemaNode(old), schemaNode(now));
  return { ...version, mode: compatibilityMode(differences), differences };
}

function lostSamples(from: FrozenFiles, to: FrozenFiles): CompatibilityReport["samplesLost"] {
  return [...from.samples].sort().flatMap(([file, text]) => {
    const kept = new Set(readSamples(to.samples.get(file) ?? "").map((line) => line.text));
    return readSamples(text).flatMap((line) =>
      "sample" in line && line.sample.decoded !== undefined && !kept.has(line.text)
        ? [{ file, name: line.sample.name }]
        : [],
    );
  });
}
