import { open, readdir, stat } from "node:fs/promises";
import { join } from "node:path";

const names = {
  segment: /^(\d{13}-[0-9a-f]{8})-(\d{12})\.log$/,
  sent: /^(\d{13}-[0-9a-f]{8}-\d{12})\.sent$/,
  presence: /^(\d{13}-[0-9a-f]{8})\.sock$/,
  lock: /^drain-(\d{15})\.lock$/,
  unlinked: /^[0-9a-f]{16}\.bind$/,
  aside: /^\d{13}-[0-9a-f]{8}-\d{12}\.\d+-\d+\.(\d+)\.(\w+)\.aside$/,
  corrupt: /^\d{13}-[0-9a-f]{8}-\d{12}\.\d+\.corrupt$/,
} as const;

/** A file of frames. */
export interface Segment {
  readonly path: string;
  /** The opening that wrote it: no other one ever writes to it. */
  readonly writer: string;
  /** Whether a later segment of the same writer is there, so that this one gets nothing more. */
  readonly isSealed: boolean;
}

/** Rows that Tinybird refuses for good. */
export interface AsideFile {
  readonly path: string;
  readonly rows: number;
  readonly code: string;
}

/** What lies in the directory of a spool. */
export interface SpoolFiles {
  /** By the start of their writers, then in the order in which each wrote. */
  readonly segments: readonly Segment[];
  /** Names of writers that are alive, or were when they ended. */
  readonly presences: readonly string[];
  /** Generations of the drain lock, ascending. */
  readonly locks: readonly number[];
  readonly aside: readonly AsideFile[];
  /** Paths of bytes that are not what was written. */
  readonly corrupt: readonly string[];
  /** Paths of what a kill may leave behind: positions without a segment. */
  readonly orphans: readonly string[];
  /** Paths of sockets that have no name of their own yet. */
  readonly unlinked: readonly string[];
  /** Paths of everything that takes room. */
  readonly all: readonly string[];
}

/** Lists a spool; of a directory that is not there, nothing. Other files in it are left alone. */
export async function listSpool(directory: string): Promise<SpoolFiles> {
  const found = (await readdir(directory).catch(ifMissing((): string[] => []))).sort();
  const path = (name: string) => join(directory, name);
  const each = <Value>(kind: keyof typeof names, give: (match: RegExpExecArray) => Value) =>
    found.flatMap((name) => {
      const match = names[kind].exec(name);
      return match === null ? [] : [give(match)];
    });
  const text = (value: string | undefined) => value ?? "";
  const written = each("segment", ([name, writer]) => ({ path: path(name), writer: text(writer) }));
  const segments = written.map((segment, index) => ({
    ...segment,
    isSealed: written[index + 1]?.writer === segment.writer,
  }));
  const aside = each("aside", ([name, rows, code]) => ({
    path: path(name),
    rows: Number(rows),
    code: text(code),
  }));
  const corrupt = each("corrupt", ([name]) => path(name));
  const sent = each("sent", ([name]) => path(name));
  return {
    segments,
    presences: each("presence", ([, writer]) => text(writer)),
    locks: each("lock", ([, generation]) => Number(generation)),
    aside,
    corrupt,
    orphans: sent.filter((file) => !segments.some((segment) => sentPath(segment.path) === file)),
    unlinked: each("unlinked", ([name]) => path(name)),
    all: [
      ...segments.map((file) => file.path),
      ...aside.map((file) => file.path),
      ...corrupt,
      ...sent,
    ],
  };
}

/** Gives the path of a writer's segment. */
export function segmentPath(directory: string, writer: string, number: number): string {
  return join(directory, `${writer}-${String(number).padStart(12, "0")}.log`);
}

/** Gives the path of what is remembered to have been sent of a segment. */
export function sentPath(segment: string): string {
  return segment.replace(/\.log$/, ".sent");
}

/** Gives the path of the socket that is alive as long as a writer is. */
export function presencePath(directory: string, writer: string): string {
  return join(directory, `${writer}.sock`);
}

/** Gives the path of a generation of the drain lock. */
export function lockPath(directory: string, generation: number): string {
  return join(directory, `drain-${String(generation).padStart(15, "0")}.lock`);
}

/** Gives the bytes of files that are still there. */
export async function bytesOf(paths: readonly string[]): Promise<number> {
  const sizes = await Promise.all(paths.map(sizeOf));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Gives the bytes of a file; 0 if it is not there. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    ifMissing(() => 0),
  );
}

/** Has the names in a directory survive a loss of power. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Gives another answer where there is no such file. */
export function ifMissing<T>(otherwise: () => T): (cause: unknown) => T {
  return (cause) => {
    if (errorCode(cause) === "ENOENT") return otherwise();
    throw cause;
  };
}

/** Gives the code of an error, its name if it has none. */
export function errorCode(cause: unknown): string {
  if (!(cause instanceof Error)) return "unknown";
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.name;
}

/** Whether an error says that there is no room left. */
export function isDiskFull(cause: unknown): boolean {
  return ["ENOSPC", "EDQUOT"].includes(errorCode(cause));
}
