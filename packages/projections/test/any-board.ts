import {
  monitorCreate,
  monitorDegraded,
  monitorDelete,
  monitorDown,
  monitorPause,
  monitorRecovered,
  monitorResume,
  monitorUpdate,
} from "@audit/events";
import { defineProjection, type Projection } from "@audit/projections";

interface Check {
  readonly region: string;
  readonly runs: number;
  readonly tags: readonly string[];
}

/** A state that has everything that is hard to compare. */
export interface Board {
  readonly checks?: readonly Check[] | string;
  readonly seen?: readonly string[];
  /** Without identity. */
  readonly times?: readonly number[];
  readonly note?: string | null;
  readonly "dotted.key"?: Readonly<Record<string, number | Record<string, never>>>;
}

/**
 * Gives a projection of lists whose elements come in front, move, go and come again, of parts that
 * change their kind, are emptied or null; and, where asked for, of lists with the same element twice.
 */
export function board(name: string, twice: boolean): Projection<Board> {
  return defineProjection<Board>(name, {
    revision: 1,
    initial: { note: null, times: [] },
    identify: ["region"],
  })
    .on(monitorDown, (state, { timestamp, metadata: { region } }) => {
      const checks = listOf(state.checks);
      const before = checks.find((check) => check.region === region);
      const others = checks.filter((check) => check !== before);
      const check = {
        region,
        runs: (before?.runs ?? 0) + 1,
        tags: ["down", ...(before?.tags ?? [])].slice(0, 2),
      };
      return {
        ...state,
        checks: [twice ? check : { ...check, tags: [...new Set(check.tags)] }, ...others],
        seen: [region, ...(state.seen ?? []).filter((other) => other !== region)],
        times: [timestamp, ...(state.times ?? [])].slice(0, 3),
      };
    })
    .on(monitorRecovered, (state, { metadata: { region } }) => ({
      ...state,
      checks: listOf(state.checks).filter((check) => check.region !== region),
      "dotted.key": { ...state["dotted.key"], [region]: state.times?.[0] ?? {} },
    }))
    .on(monitorDegraded, (state, { metadata: { region } }) => {
      const checks = listOf(state.checks);
      const last = { region, runs: 0, tags: [] };
      const others = twice ? checks : checks.filter((check) => check.region !== region);
      return { ...state, checks: [...others, last], times: state.times?.slice(1) ?? [] };
    })
    .on(monitorPause, (state) => ({ ...state, seen: [], note: null, "dotted.key": {} }))
    .on(monitorResume, ({ seen: _, note: __, ...state }) => state)
    .on(monitorUpdate, (state) => ({ ...state, checks: "none", note: "set" }))
    .on(monitorCreate, (state) => ({ ...state, checks: [...listOf(state.checks)].reverse() }))
    .on(monitorDelete, () => ({}));
}

function listOf(checks: Board["checks"]): readonly Check[] {
  return Array.isArray(checks) ? checks : [];
}
