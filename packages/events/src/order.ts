/** What decides an event's place in its stream. */
export interface Position {
  /** Ms since epoch, UTC. */
  readonly timestamp: number;
  readonly uid: string;
}

/**
 * Compares two events of one stream by the one order there is: `timestamp`, then `uid` by code unit.
 *
 * @example
 * compareEvents({ timestamp: 1, uid: "b" }, { timestamp: 2, uid: "a" }); // -1
 */
export function compareEvents(a: Position, b: Position): -1 | 0 | 1 {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp ? -1 : 1;
  if (a.uid === b.uid) return 0;
  return a.uid < b.uid ? -1 : 1;
}
