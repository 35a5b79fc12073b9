import { readActor } from "./actor.ts";
import { AuditError } from "./audit-error.ts";
import { boundedMap } from "./bounded-map.ts";
import type { AnyAction, Catalog } from "./catalog.ts";
import { type AnyDraft, type CheckedDraft, checkDraft, refuseInvalid } from "./check-draft.ts";
import type { EmittedEvent } from "./event.ts";
import { rememberLastNumbers } from "./last-numbers.ts";
import { defaultLimits, type Limits, warningsOf } from "./limits.ts";
import { type Problem, show } from "./problem.ts";
import { cryptoBytes, type RandomBytes, randomText, uidGenerator } from "./uid.ts";

/** Where a writer's time, randomness and name come from. */
export interface WriterOptions {
  /** Ms since epoch, UTC. @defaultValue `Date.now` */
  readonly now?: () => number;
  /** @defaultValue `globalThis.crypto` */
  readonly randomBytes?: RandomBytes;
  /** @defaultValue a random text, new at each start */
  readonly name?: string;
  /** How many streams' last numbers are remembered. @defaultValue 100,000 */
  readonly rememberedStreams?: number;
  /** How many uids that callers gave are remembered, for retries. @defaultValue 10,000 */
  readonly rememberedUids?: number;
  /** How much an event may hold. */
  readonly limits?: Partial<Limits>;
}

/** Completes drafts: it gives each its uid, its time and its place among all that this writer wrote. */
export interface Writer {
  readonly name: string;
  /** How often deprecated actions were emitted all the same, by their names. */
  readonly deprecated: ReadonlyMap<string, number>;
  /**
   * Gives the events of these drafts, in their order. All or none: a list with one invalid draft
   * gives none and uses up no number.
   *
   * A draft with a `uid` that this writer has completed before is a retry: it gets the numbers it had
   * then, and its timestamp where it gives none. With another timestamp it is another event. Another process does not know these, so a `uid` that
   * is to make an append idempotent over processes goes with its `timestamp`.
   *
   * @throws {InvalidDraftError} naming every field and what must hold, never a value of metadata
   */
  complete(drafts: readonly AnyDraft[]): EmittedEvent[];
  /** Gives what is wrong with an event though not wrong enough to refuse it. */
  warningsOf(event: EmittedEvent): readonly Problem[];
}

/** Where an event stands: in time, and among what its writer wrote. */
interface Place {
  readonly timestamp: number;
  readonly sequence: number;
  readonly previous: number | undefined;
}

/**
 * Gives a writer for the actions of a catalog.
 *
 * Its uids strictly increase and its default timestamps never go backwards, whatever the clock does.
 *
 * @example
 * const writer = createWriter(catalog);
 * const [event] = writer.complete([
 *   { id: "monitor:1", action: "monitor.down", metadata: { region: "gru", statusCode: 400 } },
 * ]);
 * event?.sequence; // 1
 */
export function createWriter(catalog: Catalog<AnyAction>, options: WriterOptions = {}): Writer {
  const { now = Date.now, randomBytes = cryptoBytes } = options;
  const rememberedStreams = whole("rememberedStreams", options.rememberedStreams ?? 100_000);
  const rememberedUids = whole("rememberedUids", options.rememberedUids ?? 10_000);
  let name = options.name;
  // Drawn when it is needed: where no request is, Cloudflare's runtime gives no random bytes.
  const ownName = () => (name ??= randomText(12, randomBytes));
  const nextUid = uidGenerator(randomBytes);
  const lastNumbers = rememberLastNumbers(rememberedStreams);
  const limits = checkLimits({ ...defaultLimits, ...options.limits });
  const deprecated = new Map<string, number>();
  let lastTimestamp = 0;
  let sequence = 0;
  const retries = boundedMap<Place>(rememberedUids);

  const nextPlace = (stream: string, timestamp: number): Place => {
    const previous = lastNumbers.replace(stream, ++sequence);
    return { timestamp, sequence, previous };
  };

  const placeOf = ({ workspaceId = "", id, uid, timestamp }: AnyDraft, time: number): Place => {
    // An id has no control characters in it, and a uid no spaces.
    const stream = `${id}\n${workspaceId}`;
    if (uid === undefined) return nextPlace(stream, timestamp ?? time);
    const known = retries.get(`${uid} ${stream}`);
    const isRetry = known !== undefined && (timestamp ?? known.timestamp) === known.timestamp;
    const place = isRetry ? known : nextPlace(stream, timestamp ?? time);
    retries.set(`${uid} ${stream}`, place);
    return place;
  };

  const finish = ({ draft, action, metadata }: CheckedDraft, time: number): EmittedEvent => {
    const { workspaceId = "", id, correlationId, causationId } = draft;
    if (action.deprecated !== undefined)
      deprecated.set(action.name, (deprecated.get(action.name) ?? 0) + 1);
    const { timestamp, sequence, previous } = placeOf(draft, time);
    const uid = draft.uid ?? nextUid(time);
    const { action: named, version = action.latest, outcome = "success" } = draft;
    const actor = readActor(draft.actor ?? { id: "", name: "system" });
    const targets = draft.targets === undefined ? [] : draft.targets.map((each) => ({ ...each }));
    const context = { ...draft.context };
    const writer = ownName();
    // Most are of this form: written out, as spreads cost more than all the rest.
    if (correlationId === undefined && causationId === undefined && previous !== undefined)
      return Object.freeze({
        workspaceId,
        id,
        uid,
        action: named,
        version,
        metadata,
        timestamp,
        actor,
        targets,
        outcome,
        context,
        writer,
        sequence,
        previous,
      });
    return Object.freeze({
      workspaceId,
      id,
      uid,
      action: named,
      version,
      metadata,
      timestamp,
      actor,
      targets,
      outcome,
      context,
      ...(correlationId === undefined ? {} : { correlationId }),
      ...(causationId === undefined ? {} : { causationId }),
      writer,
      sequence,
      ...(previous === undefined ? {} : { previous }),
    });
  };

  return {
    get name() {
      return ownName();
    },
    deprecated,
    warningsOf: (event) => warningsOf(event, catalog.find(event.action), limits),
    complete(drafts) {
      const read = now();
      if (!Number.isFinite(read))
        throw new AuditError("invalid_clock", "Cannot append as the clock must give a number");
      const time = Math.max(Math.floor(read), lastTimestamp);
      const checked = drafts.map((draft) => checkDraft(catalog, draft, time, limits.eventBytes));
      refuseInvalid(drafts, checked);
      lastTimestamp = time;
      const events: EmittedEvent[] = [];
      for (const result of checked) if (result.ok) events.push(finish(result, time));
      return events;
    },
  };
}

function checkLimits(limits: Limits): Limits {
  for (const [name, value] of Object.entries(limits)) whole(`limits.${name}`, value);
  return limits;
}

function whole(option: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1)
    throw new AuditError(
      "invalid_limit",
      `Cannot make a writer as ${option} must be a whole number, at least 1: current value is ${show(value)}`,
    );
  return value;
}
