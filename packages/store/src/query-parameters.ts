import type { RangeQuery } from "./range-query.ts";
import type { SearchQuery } from "./search-query.ts";
import type { StreamQuery } from "./stream-query.ts";
import type { QueryParameters } from "./transport.ts";

// They travel in an address, and 8,000 characters of one pass everywhere.
const maxIdCharacters = 3000;

/** Gives what every pipe of events takes. */
export function rangeParameters(query: RangeQuery): QueryParameters {
  const { workspaceId, from, to, knownAt, recordedAfter, names } = query;
  return {
    workspace_id: workspaceId,
    ...(from !== undefined && { from_timestamp: from }),
    ...(to !== undefined && { to_timestamp: to }),
    ...(knownAt !== undefined && { known_at: knownAt }),
    ...(recordedAfter !== undefined && { recorded_after: recordedAfter }),
    ...(names !== undefined && { actions: JSON.stringify([...names]) }),
  };
}

/** Gives what the pipe of one stream takes. */
export function streamParameters(query: StreamQuery): QueryParameters {
  return {
    ...rangeParameters(query),
    event_id: query.id,
    ...(query.backward && { direction: "backward" }),
  };
}

/** Gives what the pipe of a search takes. */
export function searchParameters(query: SearchQuery): QueryParameters {
  const { actorId, target, correlationId, outcome, texts } = query;
  return {
    ...rangeParameters(query),
    ...(actorId !== undefined && { actor_id: actorId }),
    ...(target !== undefined && { target }),
    ...(correlationId !== undefined && { correlation_id: correlationId }),
    ...(outcome !== undefined && { outcome }),
    ...(texts !== undefined && { texts: JSON.stringify(texts) }),
    ...(!query.backward && { order: "oldest" }),
  };
}

/** Gives ids in their order, in as many lists as requests need to stay short. */
export function* idBatches(ids: readonly string[]): Generator<readonly string[]> {
  let batch: string[] = [];
  let characters = 0;
  for (const id of ids) {
    const size = encodeURIComponent(JSON.stringify(id)).length + 3;
    if (batch.length > 0 && characters + size > maxIdCharacters) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(id);
    characters += size;
  }
  if (batch.length > 0) yield batch;
}
