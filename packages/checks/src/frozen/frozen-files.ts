/** The frozen files by name, `incident.create.v1.json` and `incident.create.v1.ndjson`, with their texts. */
export interface FrozenFiles {
  readonly schemas: ReadonlyMap<string, string>;
  readonly samples: ReadonlyMap<string, string>;
}

/** A released version, as the name of a frozen file tells it. */
export interface ReleasedVersion {
  readonly action: string;
  readonly version: number;
}

/** Gives the name of a version's schema file. */
export function schemaFile({ action, version }: ReleasedVersion): string {
  return `${action}.v${version}.json`;
}

/** Gives the name of a version's sample file. */
export function sampleFile({ action, version }: ReleasedVersion): string {
  return `${action}.v${version}.ndjson`;
}

/** Gives the version that a file's name tells, or undefined when it tells none. */
export function releasedVersion(file: string): ReleasedVersion | undefined {
  const [, action, version] = /^(.+)\.v([1-9]\d*)\.(?:nd)?json$/.exec(file) ?? [];
  return action === undefined ? undefined : { action, version: Number(version) };
}
