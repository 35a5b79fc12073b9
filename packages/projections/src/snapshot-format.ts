import type { Position } from "@audit/events";
import type { SavedFindings } from "./findings.ts";
import type { StreamName } from "./mixed-streams-error.ts";

/**
 * A saved state with its checkpoint: what `resume` goes on from. JSON, and safe to delete.
 *
 * Its size is that of the state and of what its report lists, and at most a thousand positions and a
 * thousand writers' numbers.
 */
export interface Snapshot<State = unknown> extends StreamName {
  /** Goes up when snapshots are written in another way. */
  readonly format: 1;
  /** The projection's name. */
  readonly projection: string;
  readonly revision: number;
  /** The last event folded. */
  readonly checkpoint: Position;
  /** It rests on all that was recorded by this ms up to the checkpoint, and on nothing else. */
  readonly knownAt: number;
  readonly state: State;
  /** What `resume` needs to give the report of the whole. */
  readonly findings: SavedFindings;
}
