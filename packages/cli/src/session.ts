import { fetchTransport, TinybirdEventStore, type Transport } from "@audit/store";
import type { ConnectionFlags, PrintFlags } from "./common-options.ts";
import { Output } from "./print/output.ts";
import { settings, workingDirectory } from "./settings.ts";
import { parseTime } from "./time/parse-time.ts";
import { writeTime } from "./time/write-time.ts";
import { type Zone, zoneNamed } from "./time/zone.ts";
import { UsageError } from "./usage-error.ts";

/** What a command works with: the flags, after a look at them. */
export interface Session {
  readonly workspaceId: string;
  readonly zone: Zone;
  readonly out: Output;
  /** Reads a time as the person wrote it; undefined stays. */
  time(text: string): number;
  time(text: string | undefined): number | undefined;
  /**
   * Reads both ends of a stretch of time.
   *
   * @throws {UsageError} when it ends before it begins
   */
  span(flags: { readonly from?: string; readonly to?: string }): {
    from: number | undefined;
    to: number | undefined;
  };
  /** Writes a moment in the zone. */
  show(timestamp: number): string;
  /** @throws {UsageError} when no server is named */
  transport(deadlines?: { append?: number; query?: number }): Transport;
  /** @throws {UsageError} when no server is named */
  store(deadlines?: { append?: number; query?: number }): TinybirdEventStore;
}

/** Gives what a command works with. */
export function openSession(flags: ConnectionFlags & PrintFlags): Session {
  if (flags.json && flags.ndjson) throw new UsageError("Cannot print --json and --ndjson at once");
  const setting = settings({ env: process.env, directory: workingDirectory() });
  const systemZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zone = zoneNamed(setting("AUDIT_ZONE", flags.zone) ?? systemZone);
  const now = Date.now();
  function time(text: string): number;
  function time(text: string | undefined): number | undefined;
  function time(text: string | undefined): number | undefined {
    return text === undefined ? undefined : parseTime(text, { now, zone });
  }
  const show = (timestamp: number) => writeTime(timestamp, zone);
  const span: Session["span"] = (given) => {
    const [from, to] = [time(given.from), time(given.to)];
    if (from !== undefined && to !== undefined && from > to)
      throw new UsageError(
        `Cannot look from ${show(from)} to ${show(to)} (${zone.name}) as it must not end before it begins`,
        "A clock time is the last one that was: write the day before it, or exchange --from and --to",
      );
    return { from, to };
  };
  const transport: Session["transport"] = (deadlines) => {
    const url = setting("AUDIT_URL", flags.url);
    const token = setting("AUDIT_TOKEN", flags.token);
    if (url === undefined || token === undefined)
      throw new UsageError(
        `Cannot ask the audit log without ${url === undefined ? "its address" : "a token"}`,
        `Set ${url === undefined ? "AUDIT_URL" : "AUDIT_TOKEN"}, also in .env, or give ${url === undefined ? "--url" : "--token"}; "audit dev" starts a server here and prints both`,
      );
    return fetchTransport({
      url,
      token,
      deadlines: { append: 30_000, query: 30_000, ...deadlines },
    });
  };
  return {
    workspaceId: setting("AUDIT_WORKSPACE", flags.workspace) ?? "",
    zone,
    out: new Output(flags.json ? "json" : flags.ndjson ? "ndjson" : "text"),
    time,
    span,
    show,
    transport,
    store: (deadlines) =>
      // Measured on 10,000 events: smaller pages cost round trips, larger ones garbage collection.
      new TinybirdEventStore({ transport: transport(deadlines), pageSize: 2500 }),
  };
}
