import type { EmittedEvent } from "@audit/events";
import { encodeRow } from "../../../../store/src/row.ts";

/** Gives the line of an event, as all who build the row by hand do. */
export function rowLine(event: EmittedEvent): string {
  return JSON.stringify(encodeRow(event));
}
