import { type AuditEvent, compareEvents } from "@audit/events";
import type { Identify } from "../leaves/element-identity.ts";
import { leavesOf } from "../leaves/leaves-of.ts";
import { type Path, pathKey } from "../leaves/path.ts";
import type { StateChange } from "../state-changes.ts";

/** Which events changed which leaves. Holds each event once per leaf that it changed. */
export interface Touches {
  /** Takes the next event in stream order. */
  add(event: AuditEvent, changes: readonly StateChange[]): void;
  /**
   * Gives the events that changed the leaves of this change, in stream order. Where none did, because
   * the list it is in was compared in another way or an event made others count: those that changed
   * anything in that list, else anything.
   */
  of(change: StateChange): readonly AuditEvent[];
}

interface Touched {
  readonly path: Path;
  readonly events: AuditEvent[];
}

/** Gives what remembers which events changed which leaves. */
export function touches(identify: Identify): Touches {
  const byLeaf = new Map<string, Touched>();
  /** The same by the path itself, which most changes of one leaf share: no text is made of it. */
  const byPath = new WeakMap<Path, Touched>();

  const touchedAt = (path: Path): Touched => {
    const shared = byPath.get(path);
    if (shared !== undefined) return shared;
    const key = pathKey(path);
    const touched = byLeaf.get(key) ?? { path, events: [] };
    byLeaf.set(key, touched);
    byPath.set(path, touched);
    return touched;
  };

  const below = (path: Path): AuditEvent[] => {
    const prefix = path.map((step) => pathKey([step]));
    return [...byLeaf.values()]
      .filter(({ path: leaf }) =>
        prefix.every((key, at) => key === pathKey(leaf.slice(at, at + 1))),
      )
      .flatMap(({ events }) => events);
  };

  return {
    add(event, changes) {
      for (const change of changes)
        for (const path of pathsOf(change, identify)) {
          const { events } = touchedAt(path);
          if (events.at(-1) !== event) events.push(event);
        }
    },
    of(change) {
      const events = pathsOf(change, identify).flatMap(
        (path) => byLeaf.get(pathKey(path))?.events ?? [],
      );
      if (events.length > 0) return inOrder(events);
      const inList = below(listOf(change.path));
      return inOrder(inList.length > 0 ? inList : below([]));
    },
  };
}

/** Where an element stands is remembered as a leaf of its own, which no state has. */
const position = { index: -1 };

function pathsOf({ path, from, to, position: moved }: StateChange, identify: Identify): Path[] {
  const leaves = [...leavesOf(from, identify, path), ...leavesOf(to, identify, path)];
  const paths = leaves.map((leaf) => leaf.path);
  return moved === undefined ? paths : [...paths, [...path, position]];
}

/** The path of the outermost list around a part, or of all. */
function listOf(path: Path): Path {
  const element = path.findIndex((step) => typeof step !== "string");
  return element === -1 ? [] : path.slice(0, element);
}

function inOrder(events: readonly AuditEvent[]): readonly AuditEvent[] {
  return Object.freeze([...new Set(events)].sort(compareEvents));
}
