import { time } from "./explain-state.ts";
import type {
  ComparedEvent,
  FieldDifference,
  ProjectionComparison,
  StreamDifference,
} from "./projection-comparison.ts";

/**
 * Gives a comparison in words, a paragraph per entity that differs and a line per field.
 *
 * Values are left out: states come from metadata, which may hold secrets. `values: true` shows them.
 *
 * @example
 * import { monitorDown } from "@audit/events";
 * import { monitor } from "@audit/projections";
 * const events = stream("monitor:1", [at("10:42", monitorDown, { region: "gru" })]);
 * describeComparison(compareProjections(monitor, monitor, events));
 * // '"monitor" revision 2 and "monitor" revision 2: 1 stream, 1 event, no difference'
 */
export function describeComparison(
  comparison: ProjectionComparison,
  options: { readonly values?: boolean | undefined } = {},
): string {
  const { before, after, streams, events, differing, differences } = comparison;
  const more = differing - differences.length;
  const found =
    differing === 0 ? "no difference" : `${count(differing, "stream")} with differences`;
  return [
    `${before} and ${after}: ${count(streams, "stream")}, ${count(events, "event")}, ${found}`,
    ...differences.map((difference) => describeStream(difference, options.values === true)),
    ...(more > 0 ? [`and ${count(more, "stream")} more`] : []),
  ].join("\n");
}

function describeStream(difference: StreamDifference, values: boolean): string {
  const { workspaceId, id, since, atEnd, fields, moreFields } = difference;
  const workspace = workspaceId === "" ? "" : ` of workspace "${workspaceId}"`;
  return [
    `${id}${workspace}: from ${eventText(since)} on${atEnd ? "" : "; the same again at the end"}`,
    ...fields.map((field) => describeField(field, since, values)),
    ...(moreFields > 0 ? [`  and ${count(moreFields, "field")} more`] : []),
  ].join("\n");
}

function describeField(field: FieldDifference, first: ComparedEvent, values: boolean): string {
  const { path, since, atEnd, before, after } = field;
  const place = path.length === 0 ? "the state" : path.join(".");
  const shown = values ? `: ${show(before)} → ${show(after)}` : "";
  const from = since.uid === first.uid ? "" : `, from ${eventText(since)} on`;
  return `  ${place}${shown}${from}${atEnd ? "" : ", the same again at the end"}`;
}

function eventText({ action, uid, timestamp }: ComparedEvent): string {
  return `${action} "${uid}" (${time(timestamp)})`;
}

function show(value: unknown): string {
  return value === undefined ? "absent" : (JSON.stringify(value) ?? String(value));
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
