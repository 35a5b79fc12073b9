import type { ActorDraft, AnyAction, Frozen, MetadataOf, RecordedEvent } from "@audit/events";

/** What else an entry may say; all of it is optional. */
export interface EntryOptions
  extends Partial<
    Pick<
      RecordedEvent,
      | "uid"
      | "outcome"
      | "targets"
      | "context"
      | "correlationId"
      | "causationId"
      | "writer"
      | "sequence"
      | "previous"
      | "copies"
    >
  > {
  /** When the store took it, as `clock` reads it or in ms. @defaultValue when it happened */
  readonly recordedAt?: string | number;
  /** @defaultValue the system */
  readonly actor?: ActorDraft;
}

/** A line of a fixture stream; what follows from its place is added by `stream`. */
export type Entry =
  | {
      readonly kind: "event";
      readonly time: string | number;
      readonly action: string;
      readonly version: number;
      readonly metadata: unknown;
      /** The action itself, so that a fixture of it needs no catalog. */
      readonly definition?: AnyAction;
      readonly options: EntryOptions;
    }
  | { readonly kind: "again"; readonly options: EntryOptions };

/**
 * Gives the entry of an event in the latest version of its action, its metadata typed by it.
 *
 * The time is one that `clock` reads, or ms since epoch.
 *
 * @example
 * import { monitorDown } from "@audit/events";
 * const late = at("10:05", monitorDown, { region: "gru" }, { recordedAt: "10:20" });
 * stream("monitor:1", [late])[0]?.recordedAt === clock("10:20"); // true
 */
export function at<A extends AnyAction>(
  time: string | number,
  action: A,
  metadata: Frozen<MetadataOf<A>>,
  options: EntryOptions = {},
): Entry {
  const { name, latest: version } = action;
  return { kind: "event", time, action: name, version, metadata, definition: action, options };
}

/**
 * Gives the entry of an event exactly as a store holds it: an older version, a former name, or an
 * action, version or metadata that the catalog does not know and reads as an unknown event.
 *
 * @example
 * const [event] = stream("monitor:1", [
 *   recorded("10:00", "incident.created", 1, { incidentId: 5 }),
 * ]);
 * event?.known && event.metadata; // { title: "Incident 5", severity: "major", monitors: [] }
 */
export function recorded(
  time: string | number,
  action: string,
  version: number,
  metadata: unknown,
  options: EntryOptions = {},
): Entry {
  return { kind: "event", time, action, version, metadata, options };
}

/**
 * Gives the entry of the event before it, delivered once more: a double. What the options say
 * differs: `recordedAt`, the writer; anything that is part of the fact makes it a conflict.
 *
 * @example
 * import { monitorDown } from "@audit/events";
 * const events = stream("monitor:1", [
 *   at("10:05", monitorDown, { region: "gru" }),
 *   again({ recordedAt: "10:20" }),
 * ]);
 * events[0]?.uid === events[1]?.uid; // true
 */
export function again(options: EntryOptions = {}): Entry {
  return { kind: "again", options };
}
