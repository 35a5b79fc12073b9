import type { BuiltInAction } from "@audit/events";
import {
  defineProjection,
  eventMoments,
  type Moment,
  type Projection,
  type StoryMoment,
  story,
  timeline,
} from "@audit/projections";
import type { EventStore } from "@audit/store";
import { withProgress } from "../print/progress.ts";
import { type EntityState, projectionIfAny } from "../projection-of.ts";
import { UsageError } from "../usage-error.ts";

const mostStories = 100;

/** Whose story to read, and which part of it. */
export interface StoryQuery {
  readonly workspaceId: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly knownAt: number | undefined;
}

/** A story across entities. */
export interface ReadStory {
  /** What its events have in common, in the order in which they begin. */
  readonly correlationIds: readonly string[];
  readonly moments: readonly StoryMoment<EntityState>[];
}

/** An entity of a type without a projection: its events are told, they change nothing. */
const eventsOnly = defineProjection<EntityState>("events", {
  revision: 1,
  initial: { phase: "none" },
});

/**
 * Reads the story that an entity is part of: its own events, and those of every entity that share a
 * `correlationId` with one of them.
 *
 * @throws {UsageError} when its events belong to more than 100 stories
 */
export async function readStory(
  store: EventStore<BuiltInAction>,
  id: string,
  query: StoryQuery,
): Promise<ReadStory> {
  const own = await timelineOf(store, id, query);
  const correlationIds = [
    ...new Set(eventMoments(own).flatMap(({ event }) => event.correlationId ?? [])),
  ];
  if (correlationIds.length > mostStories)
    throw new UsageError(
      `Cannot tell ${correlationIds.length} stories at once: ${mostStories} at most`,
      "Choose a part of its time with --from and --to",
    );
  const others = new Set<string>();
  for (const correlationId of correlationIds)
    for await (const event of withProgress(searchAll(store, correlationId, query), "events"))
      others.add(event.id);
  others.delete(id);
  const timelines = [own];
  for (const other of others) timelines.push(await timelineOf(store, other, query));
  return {
    correlationIds,
    moments: story(timelines, { correlationId: correlationIds, ids: [id] }),
  };
}

async function timelineOf(
  store: EventStore<BuiltInAction>,
  id: string,
  { workspaceId, from, to, knownAt }: StoryQuery,
): Promise<readonly Moment<EntityState>[]> {
  const projection: Projection<EntityState> = projectionIfAny(id) ?? eventsOnly;
  const events = store.read(id, { workspaceId, to, knownAt });
  return timeline(projection, withProgress(events, "events"), { from, to, knownAt });
}

async function* searchAll(
  store: EventStore<BuiltInAction>,
  correlationId: string,
  { workspaceId, from, to }: StoryQuery,
) {
  let cursor: string | undefined;
  do {
    const page = await store.search({
      workspaceId,
      correlationId,
      from,
      to,
      limit: 1000,
      order: "oldest",
      cursor,
    });
    yield* page.events;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
