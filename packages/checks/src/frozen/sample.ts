import { isPlainObject, type RecordedEvent } from "@audit/events";

/** A recorded event and what it was decoded to when the sample was frozen. */
export interface Sample {
  readonly name: string;
  readonly recorded: RecordedEvent;
  /** Absent in a sample that somebody began by hand. */
  readonly decoded?: Readonly<Record<string, unknown>>;
}

/** One line of a sample file, or why it is none. */
export type SampleLine =
  | { readonly text: string; readonly sample: Sample }
  | { readonly text: string; readonly problem: string };

/** Reads the lines of a sample file. */
export function readSamples(text: string): readonly SampleLine[] {
  return text.split("\n").flatMap((line): SampleLine[] => {
    if (line === "") return [];
    const sample = readSample(line);
    return [typeof sample === "string" ? { text: line, problem: sample } : { text: line, sample }];
  });
}

function readSample(line: string): Sample | string {
  let read: unknown;
  try {
    read = JSON.parse(line);
  } catch {
    return "is not JSON";
  }
  if (!isPlainObject(read) || typeof read.name !== "string") return "has no name";
  const { name, recorded, decoded } = read;
  if (!isRecorded(recorded)) return `"${name}" has no recorded event`;
  if (decoded === undefined) return { name, recorded };
  return isPlainObject(decoded) ? { name, recorded, decoded } : `"${name}" has no decoded event`;
}

/** Not its whole shape: decoding never throws on data, and what it gives is compared as a whole. */
function isRecorded(value: unknown): value is RecordedEvent {
  return isPlainObject(value) && typeof value.action === "string" && "version" in value;
}

/** Writes a sample as a line. */
export function writeSample({ name, recorded, decoded }: Sample): string {
  return JSON.stringify({ name, recorded, decoded });
}
