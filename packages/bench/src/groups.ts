import { append } from "./groups/append/append.ts";
import { decode } from "./groups/decode/decode.ts";
import { encode } from "./groups/encode/encode.ts";
import { engine } from "./groups/engine/engine.ts";
import { fleet } from "./groups/fleet/fleet.ts";
import { read } from "./groups/read/read.ts";
import { replay } from "./groups/replay/replay.ts";
import { scrub } from "./groups/time-travel/scrub.ts";
import { snapshots } from "./groups/time-travel/snapshots.ts";
import { timeTravel } from "./groups/time-travel/time-travel.ts";
import type { Group } from "./harness/group.ts";

/** What is measured, in the order in which it is. */
export const groups: readonly Group[] = [
  encode,
  decode,
  replay,
  timeTravel,
  scrub,
  snapshots,
  append,
  read,
  fleet,
  engine,
];
