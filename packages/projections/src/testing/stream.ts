import {
  type AnyAction,
  type AuditEvent,
  catalog as builtIn,
  type Catalog,
  defineCatalog,
  type RecordedEvent,
  readStoredActor,
} from "@audit/events";
import { deepFreeze } from "../deep-freeze.ts";
import { clock } from "./clock.ts";
import type { Entry, EntryOptions } from "./entry.ts";
import { InvalidFixtureError } from "./invalid-fixture-error.ts";

/** What a fixture stream is read with. */
export interface StreamOptions {
  /** @defaultValue `""` */
  readonly workspaceId?: string;
  /** Reads `recorded` entries. @defaultValue the built-in catalog */
  readonly catalog?: Catalog<AnyAction>;
}

interface Stored {
  readonly event: RecordedEvent;
  readonly catalog: Catalog<AnyAction>;
}

/**
 * Gives the events of a fixture stream, one per entry and in their order, read by the same code that
 * reads a store's and frozen at every depth.
 *
 * Uids go up in order, `"incident:7#0001"`, so entries of one time keep their order.
 *
 * @throws {InvalidFixtureError} when a time is no time, the metadata of an `at` entry does not fit its
 * action, or `again` is first
 * @example
 * import { incidentAcknowledge, incidentCreate } from "@audit/events";
 * const events = stream("incident:7", [
 *   at("10:00", incidentCreate, { title: "API down", severity: "major", monitors: ["monitor:1"] }),
 *   at("10:04", incidentAcknowledge, {}, { actor: { id: "ada" } }),
 * ]);
 * events.map(({ uid }) => uid); // ["incident:7#0001", "incident:7#0002"]
 */
export function stream(
  id: string,
  entries: readonly Entry[],
  options: StreamOptions = {},
): AuditEvent[] {
  const { workspaceId = "", catalog = builtIn } = options;
  let before: Stored | undefined;
  return entries.map((entry, index) => {
    const what = `entry ${index + 1} of stream "${id}"`;
    if (entry.kind === "again") {
      if (before === undefined)
        throw new InvalidFixtureError({
          what,
          must: "again() must follow an event",
          value: "the first entry",
        });
      return read({ ...before, event: { ...before.event, ...overrides(entry.options) } });
    }
    const { definition, time, action, version, metadata } = entry;
    const timestamp = msOf(time);
    const event: RecordedEvent = {
      workspaceId,
      id,
      uid: `${id}#${String(index + 1).padStart(4, "0")}`,
      action,
      version,
      metadata,
      timestamp,
      recordedAt: timestamp,
      actor: { id: "", name: "system", type: "system" },
      targets: [],
      outcome: "success",
      context: {},
      copies: 1,
      ...overrides(entry.options),
    };
    before = { event, catalog: definition === undefined ? catalog : defineCatalog([definition]) };
    const decoded = read(before);
    if (definition !== undefined && !decoded.known)
      throw new InvalidFixtureError({
        what,
        must: `its metadata must fit version ${version} of "${action}"`,
        value: decoded.detail,
      });
    return decoded;
  });
}

function read({ event, catalog }: Stored): AuditEvent {
  return deepFreeze(catalog.decode({ ...event, metadata: copyOf(event.metadata) }));
}

/** Fixtures are frozen, and the literals they were made of are their author's. */
function copyOf(metadata: unknown): unknown {
  return metadata === undefined ? undefined : JSON.parse(JSON.stringify(metadata));
}

function overrides({ recordedAt, actor, ...rest }: EntryOptions): Partial<RecordedEvent> {
  const who = readStoredActor(actor);
  return {
    ...rest,
    ...(recordedAt === undefined ? {} : { recordedAt: msOf(recordedAt) }),
    ...(who === undefined ? {} : { actor: who }),
  };
}

function msOf(time: string | number): number {
  return typeof time === "number" ? time : clock(time);
}
