import type { AnyAction, Catalog } from "@audit/events";
import { findSampleViolations } from "./find-sample-violations.ts";
import { findSchemaViolations } from "./find-schema-violations.ts";
import { type FrozenFiles, releasedVersion, schemaFile } from "./frozen-files.ts";
import type { Violation } from "./violation.ts";

/**
 * Gives everything by which a catalog and the frozen files disagree: what was released and changed or
 * went, what is new and not frozen yet.
 */
export function findViolations(
  catalog: Catalog<AnyAction>,
  files: FrozenFiles,
): readonly Violation[] {
  const present = catalog.actions.flatMap((action) =>
    action.versions.flatMap(({ number: version }) => {
      const released = { action: action.name, version };
      const found = findSchemaViolations(action, released, files);
      // Without a JSON Schema nothing can be said of samples.
      return found.some(({ kind }) => kind === "schema outside the allow-list")
        ? found
        : [...found, ...findSampleViolations(action, released, files)];
    }),
  );
  const names = [...files.schemas.keys(), ...files.samples.keys()].sort();
  return [...present, ...names.flatMap((file) => findStale(catalog, file, files))];
}

/** Looks at a file that no action's present name explains: of a former name, or of nothing. */
function findStale(
  catalog: Catalog<AnyAction>,
  file: string,
  files: FrozenFiles,
): readonly Violation[] {
  const released = releasedVersion(file);
  if (released === undefined)
    return [{ kind: "file unknown", file, detail: "its name tells no version" }];
  const action = catalog.find(released.action);
  if (action?.versions[released.version - 1] === undefined) {
    const detail = "the catalog has no such version";
    return [{ kind: "version removed", released, file, detail }];
  }
  if (action.name === released.action) return [];
  return file === schemaFile(released)
    ? findSchemaViolations(action, released, files)
    : findSampleViolations(action, released, files);
}
