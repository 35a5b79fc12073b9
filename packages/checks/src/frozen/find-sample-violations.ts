import { type AnyAction, metadataJsonSchema } from "@audit/events";
import { actionAsOf } from "./action-as-of.ts";
import { decodeSample } from "./decode-sample.ts";
import { type FrozenFiles, type ReleasedVersion, sampleFile } from "./frozen-files.ts";
import { jsonDifferences } from "./json-differences.ts";
import { readSamples, type Sample } from "./sample.ts";
import { unheldPlaces } from "./unheld-places.ts";
import type { Violation } from "./violation.ts";

/** Gives what is wrong with the samples of one version, under one of the action's names. */
export function findSampleViolations(
  action: AnyAction,
  released: ReleasedVersion,
  { samples: files }: FrozenFiles,
): readonly Violation[] {
  const file = sampleFile(released);
  const violation = (kind: Violation["kind"], detail: string) => ({
    kind,
    released,
    file,
    detail,
  });
  const text = files.get(file);
  if (text === undefined) return [violation("sample missing", "there is no such file")];

  const lines = readSamples(text);
  const samples = lines.flatMap((line) => ("sample" in line ? [line.sample] : []));
  const found = [
    ...lines.flatMap((line, index) =>
      "problem" in line
        ? [violation("sample unreadable", `line ${index + 1} ${line.problem}`)]
        : findLineViolations(action, released, line.sample, violation),
    ),
  ];
  // Under a former name the past is held; what is new is held under the present one.
  if (released.action !== action.name) return found;
  return [...found, ...findMissing(action, released, samples, violation)];
}

type MakeViolation = (kind: Violation["kind"], detail: string) => Violation;

function findLineViolations(
  action: AnyAction,
  released: ReleasedVersion,
  { name, recorded, decoded }: Sample,
  violation: MakeViolation,
): readonly Violation[] {
  const names = [action.name, ...action.formerNames];
  if (recorded.version !== released.version || !names.includes(recorded.action)) {
    const given = `${recorded.action} v${recorded.version}`;
    return [violation("sample unknown", `"${name}" was recorded as ${given}`)];
  }
  if (decoded === undefined)
    return [violation("decoded result missing", `"${name}" is not decoded yet`)];
  const then = actionAsOf(action, String(decoded.action), Number(decoded.version));
  const now = decodeSample(then, recorded);
  if (now.known !== true) {
    const why = `${String(now.reason)}, ${String(now.detail)}`;
    return [violation("sample unknown", `"${name}" is decoded as an unknown event: ${why}`)];
  }
  return jsonDifferences(decoded, now).map((difference) =>
    violation("decoded result changed", `"${name}" ${difference}`),
  );
}

function findMissing(
  action: AnyAction,
  { version }: ReleasedVersion,
  samples: readonly Sample[],
  violation: MakeViolation,
): readonly Violation[] {
  const current = samples.filter(
    ({ decoded }) => decoded?.action === action.name && decoded.version === action.latest,
  );
  const names = [...new Set(samples.map(({ name }) => name))];
  const undecoded = names.filter((name) => !current.some((sample) => sample.name === name));
  const lacking = ["minimal", "full"].filter((name) => !names.includes(name));
  const unused = action.formerNames.filter(
    (former) => !samples.some(({ recorded }) => recorded.action === former),
  );
  const held = samples.map(({ recorded }) => recorded.metadata);
  const places = unheldPlaces(metadataJsonSchema(action, version), held);
  return [
    ...lacking.map((name) => violation("sample missing", `no sample is called "${name}"`)),
    ...unused.map((name) => violation("sample missing", `none was recorded as ${name}`)),
    ...undecoded.map((name) =>
      violation("decoded result missing", `"${name}" in version ${action.latest}`),
    ),
    ...places.map((place) => violation("sample incomplete", `no sample holds ${place}`)),
  ];
}
