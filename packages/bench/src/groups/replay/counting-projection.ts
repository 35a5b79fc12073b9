import { monitorCreate, monitorDown, monitorRecovered } from "@audit/events";
import { defineProjection } from "@audit/projections";
import { beforeAll, type Counting, goDown, goUp } from "./counting.ts";

/** The same fold as a projection of ours. */
export const counting = defineProjection<Counting>("counting", { revision: 1, initial: beforeAll })
  .on(monitorCreate, (state, { timestamp }) => goUp(state, timestamp))
  .on(monitorDown, (state, { timestamp }) => goDown(state, timestamp))
  .on(monitorRecovered, (state, { timestamp }) => goUp(state, timestamp));
