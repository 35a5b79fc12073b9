import { type AnyAction, type Catalog, jsonEquals, metadataJsonSchema } from "@audit/events";
import { decodeSample } from "./decode-sample.ts";
import { type FrozenFiles, sampleFile, schemaFile } from "./frozen-files.ts";
import { readSamples, type Sample, writeSample } from "./sample.ts";
import { sampleEvent } from "./sample-event.ts";
import { type SampleValue, sampleValues } from "./sample-values.ts";

/**
 * Gives the files that a catalog lacks, whole: schemas of new versions, and sample files that are new or
 * have lines more. A line that has a decoded result stays as it is, letter by letter.
 *
 * @throws Error naming the version that no sample can be made up for
 */
export function planFreeze(catalog: Catalog<AnyAction>, files: FrozenFiles): FrozenFiles {
  const schemas = new Map<string, string>();
  const samples = new Map<string, string>();
  for (const action of catalog.actions)
    for (const { number: version } of action.versions) {
      const released = { action: action.name, version };
      const schema = schemaFile(released);
      if (!files.schemas.has(schema))
        schemas.set(schema, `${JSON.stringify(metadataJsonSchema(action, version), null, 2)}\n`);
      const file = sampleFile(released);
      const before = files.samples.get(file);
      const text = completeSamples(action, version, before ?? "");
      if (text !== before) samples.set(file, text);
    }
  return { schemas, samples };
}

function completeSamples(action: AnyAction, version: number, before: string): string {
  const lines = readSamples(before);
  const given = lines.flatMap((line) => ("sample" in line ? [line.sample] : []));
  const decode = (sample: Sample): Sample => ({
    ...sample,
    decoded: decodeSample(action, sample.recorded),
  });
  const kept = lines.map((line) =>
    "sample" in line && line.sample.decoded === undefined
      ? writeSample(decode(line.sample))
      : line.text,
  );
  const wanted = [...given, ...newSamples(action, version, given)];
  const added = wanted.filter(
    (sample, index) =>
      !given.some((other) => isSame(sample, other) && isCurrent(action, other)) &&
      wanted.findIndex((other) => isSame(sample, other)) === index,
  );
  return [...kept, ...added.map((sample) => writeSample(decode(sample)))]
    .map((line) => `${line}\n`)
    .join("");
}

function isSame(one: Sample, other: Sample): boolean {
  return one.name === other.name && jsonEquals(one.recorded, other.recorded);
}

/** A sample without a decoded result counts: it is completed where it stands. */
function isCurrent(action: AnyAction, { decoded }: Sample): boolean {
  return (
    decoded === undefined || (decoded.action === action.name && decoded.version === action.latest)
  );
}

/** Gives what the samples lack: the made-up ones where there are none, and one for each former name. */
function newSamples(
  action: AnyAction,
  version: number,
  given: readonly Sample[],
): readonly Sample[] {
  const has = (name: string) => given.some((sample) => sample.name === name);
  const formerNames = action.formerNames.filter(
    (former) => !given.some(({ recorded }) => recorded.action === former),
  );
  if (has("minimal") && has("full") && formerNames.length === 0) return [];
  const values = makeUp(action, version);
  const sample = (name: string, recordedAs: string, metadata: unknown): Sample => {
    return { name, recorded: sampleEvent({ action: recordedAs, version, metadata }, name) };
  };
  const full = values.find(({ name }) => name === "full");
  return [
    ...values
      .filter(({ name }) => !has(name))
      .map(({ name, value }) => sample(name, action.name, value)),
    ...formerNames.map((former) => sample(`full as ${former}`, former, full?.value)),
  ];
}

function makeUp(action: AnyAction, version: number): readonly SampleValue[] {
  try {
    return sampleValues(metadataJsonSchema(action, version));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "";
    const file = sampleFile({ action: action.name, version });
    const advice = `Write its lines into ${file} by hand, without "decoded", and freeze again.`;
    throw new Error(`${action.name} v${version}: ${why}. ${advice}`, { cause });
  }
}
