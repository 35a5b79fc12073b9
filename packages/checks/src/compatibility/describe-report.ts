import type { ComparedVersion, CompatibilityReport } from "./compatibility-report.ts";
import type { Difference } from "./difference.ts";

/** Says a report for people, line by line. */
export function describeReport(report: CompatibilityReport): readonly string[] {
  const lines = [
    ...report.added.flatMap((version) => {
      const name = `${version.action} v${version.version}`;
      return "mode" in version
        ? describeCompared(
            `${name} is new: ${describeMode(version)} v${version.version - 1}`,
            version,
          )
        : [`${name} is new`];
    }),
    ...report.changed.flatMap((version) =>
      describeCompared(
        `${version.action} v${version.version} CHANGED, and was released: ${describeMode(version)} what it was`,
        version,
      ),
    ),
    ...report.removed.map(
      ({ action, version }) => `${action} v${version} was REMOVED, and was released`,
    ),
    ...report.samplesLost.map(
      ({ file, name }) => `${file}: the sample "${name}" CHANGED or went, and was frozen`,
    ),
  ];
  return lines.length === 0 ? ["no version is new, changed or removed"] : lines;
}

function describeMode({ mode }: ComparedVersion): string {
  return mode === "NONE" ? "compatible in no direction (NONE) with" : `${mode} compatible with`;
}

function describeCompared(title: string, { differences }: ComparedVersion): readonly string[] {
  return [title, ...differences.map((difference) => `  ${describeDifference(difference)}`)];
}

function describeDifference({ kind, path, breaks, was, is }: Difference): string {
  const show = (value: unknown) => (value === undefined ? "none" : JSON.stringify(value));
  const values = was === undefined && is === undefined ? "" : ` (${show(was)} → ${show(is)})`;
  const broken = breaks === "BOTH" ? "BACKWARD and FORWARD" : breaks;
  return `${path}: ${kind}${values}; breaks ${broken}`;
}
