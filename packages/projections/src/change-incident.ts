import type { incidentUpdate, MetadataOf } from "@audit/events";
import type { BegunIncident, IncidentSeverity } from "./incident-state.ts";

type IncidentChange = MetadataOf<typeof incidentUpdate>["changes"][number];

const severities: readonly string[] = ["minor", "major", "critical"] satisfies IncidentSeverity[];

/** Takes a change of what an incident is called or weighs, where its value is of the right kind. */
export function changeIncident(state: BegunIncident, { field, to }: IncidentChange): BegunIncident {
  if (field === "title" && typeof to === "string") return { ...state, title: to };
  if (field === "severity" && isSeverity(to)) return { ...state, severity: to };
  if (field === "monitors" && isListOfText(to)) return { ...state, monitors: to };
  return state;
}

function isSeverity(value: unknown): value is IncidentSeverity {
  return typeof value === "string" && severities.includes(value);
}

function isListOfText(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
