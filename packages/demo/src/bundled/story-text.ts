import { eventMoments, incident, monitor, timeline } from "@audit/projections";
import { describeIncident, describeMonitor } from "../print/describe-state.ts";
import { heading } from "../print/heading.ts";
import { momentRows } from "../print/moment-rows.ts";
import { table } from "../print/table.ts";
import { clockTime } from "../print/time.ts";
import { wrapText } from "../print/wrap-text.ts";
import type { States, Story } from "./tell-story.ts";

/** Gives the timelines, the states and the pair for a person, in lines of at most `width`. */
export function storyText(story: Story, width: number): string {
  const { monitorEvents, incidentEvents, states, pair } = story;
  const [first] = monitorEvents;
  const day = new Date(first?.timestamp ?? 0).toISOString().slice(0, 10);
  const pairAt = clockTime(Date.parse(pair.at));
  return [
    heading(`Timeline of ${first?.id}`, width, `${day}, times in UTC`),
    table(momentRows(eventMoments(timeline(monitor, monitorEvents))), { width }),
    "",
    heading(`Timeline of ${incidentEvents[0]?.id}`, width),
    table(momentRows(eventMoments(timeline(incident, incidentEvents))), { width }),
    "",
    heading("What it looked like", width),
    table(
      states.flatMap((moment) => stateRows(clockTime(Date.parse(moment.at)), moment)),
      { width },
    ),
    "",
    heading(`The same moment twice: ${pairAt}`, width),
    table(
      [
        ...stateRows("as it was", pair.asItWas),
        ...stateRows("as it was known then", pair.asKnownThen),
      ],
      { width },
    ),
    "",
    ...remarks(story).flatMap((remark) => wrapText(remark, width)),
  ].join("\n");
}

function stateRows(label: string, states: States): string[][] {
  return [
    [label, "monitor", describeMonitor(states.monitor)],
    ["", "incident", describeIncident(states.incident)],
  ];
}

function remarks({ monitorEvents, incidentEvents, pair }: Story): string[] {
  const late = monitorEvents.find(({ recordedAt }) => recordedAt > Date.parse(pair.knownAt));
  const copied = [...monitorEvents, ...incidentEvents].filter(({ copies }) => copies > 1);
  return [
    ...(late === undefined
      ? []
      : [
          `The ${late.recordedAction} of ${clockTime(late.timestamp)} was recorded only after what followed it.`,
        ]),
    ...copied.map(
      ({ recordedAction, timestamp, copies }) =>
        `The ${recordedAction} of ${clockTime(timestamp)} was delivered ${copies} times and counts once.`,
    ),
  ];
}
