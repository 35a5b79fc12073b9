import {
  type Incident,
  incident,
  type Monitor,
  monitor,
  type Projection,
} from "@audit/projections";
import { UsageError } from "./usage-error.ts";

/** What an entity that this program can rebuild may be. */
export type EntityState = Monitor | Incident;

const projections: Readonly<Record<string, Projection<EntityState>>> = {
  // Safe: each is only ever fed its own states, and gives one of the union.
  monitor: monitor as unknown as Projection<EntityState>,
  incident: incident as unknown as Projection<EntityState>,
};

/**
 * Gives the projection of an entity's type.
 *
 * @throws {UsageError} for a type that has none
 */
export function projectionOfType(type: string): Projection<EntityState> {
  const found = Object.hasOwn(projections, type) ? projections[type] : undefined;
  if (found !== undefined) return found;
  const there = Object.keys(projections).join(", ");
  throw new UsageError(
    `Cannot rebuild the state of a ${JSON.stringify(type.slice(0, 80))}: there are projections of ${there}`,
    '"audit log ID" prints the events of any entity',
  );
}

/** Gives the projection for an entity's id, or nothing where its type has none. */
export function projectionIfAny(id: string): Projection<EntityState> | undefined {
  const [type = ""] = id.split(":");
  return Object.hasOwn(projections, type) ? projections[type] : undefined;
}

/** Gives the projection for an entity's id, `"monitor:1"`. */
export function projectionOf(id: string): Projection<EntityState> {
  const end = id.indexOf(":");
  if (end < 1 || end === id.length - 1)
    throw new UsageError(
      `Cannot look at ${JSON.stringify(id.slice(0, 80))}: an id is a type, a colon and a key, as in monitor:1`,
    );
  return projectionOfType(id.slice(0, end));
}
