/** A check as its line says it. */
export interface RawCheck {
  readonly timestamp: number;
  readonly monitor: string;
  readonly status: string;
  readonly statusCode: number;
}

/** What a monitor's check changed; the first one counts. */
export interface RawChange {
  readonly timestamp: number;
  readonly status: string;
  readonly statusCode: number;
}

/** Reads checks of one region as they are, in the order they were made; shares no code with what is tested. */
export function rawChecks(text: string): RawCheck[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line): RawCheck => JSON.parse(line))
    .sort((a, b) => a.timestamp - b.timestamp);
}

/** Gives each monitor's changes of status, in order. */
export function rawChanges(checks: readonly RawCheck[]): Map<string, RawChange[]> {
  const changes = new Map<string, RawChange[]>();
  for (const { monitor, timestamp, status, statusCode } of checks) {
    const own = changes.get(monitor) ?? [];
    if (own.at(-1)?.status !== status) own.push({ timestamp, status, statusCode });
    changes.set(monitor, own);
  }
  return changes;
}

/** Gives the status after these changes, and since when; some may be missing, so it may not change. */
export function statusAfter(changes: readonly RawChange[]): { status: string; since?: number } {
  let now: { status: string; since?: number } = { status: "unknown" };
  for (const { status, timestamp } of changes)
    if (status !== now.status) now = { status, since: timestamp };
  return now;
}

/** Gives the stretches of being down up to `until`; `ended` says whether one was over by then. */
export function downStretches(changes: readonly RawChange[], until: number) {
  const stretches: { from: number; lasted: number; ended: boolean }[] = [];
  let since: number | undefined;
  for (const { timestamp, status } of changes) {
    if (since !== undefined && status !== "down") {
      stretches.push({ from: since, lasted: timestamp - since, ended: true });
      since = undefined;
    } else if (status === "down") since ??= timestamp;
  }
  if (since !== undefined) stretches.push({ from: since, lasted: until - since, ended: false });
  return stretches;
}
